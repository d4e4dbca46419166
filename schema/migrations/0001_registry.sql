-- Described in schema/storage.md. Times are UTC instants as text.

CREATE TABLE corpus (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  registrant TEXT NOT NULL,
  policy TEXT NOT NULL CHECK (policy IN ('public', 'accredited', 'sealed')),
  coverage TEXT NOT NULL,
  -- Authentic, live documents; counted up in the transaction that makes a batch live.
  records INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE registrar (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  corpus TEXT NOT NULL REFERENCES corpus (id),
  token_sha256 TEXT NOT NULL UNIQUE,
  ssh_key TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE batch (
  uuid TEXT PRIMARY KEY,
  digest TEXT NOT NULL,
  registrar TEXT NOT NULL,
  corpus TEXT NOT NULL REFERENCES corpus (id),
  -- pending: rows are being written; written: all rows are there; live: registered.
  state TEXT NOT NULL CHECK (state IN ('pending', 'written', 'live')),
  at TEXT NOT NULL,
  -- Sealed: the manifest and its signature; the outcomes, once known.
  manifest TEXT NOT NULL,
  answer TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE record (
  -- 48 random bits: neither the order nor the number of registrations shows in it.
  ref INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  batch TEXT NOT NULL REFERENCES batch (uuid),
  corpus TEXT NOT NULL,
  -- Keyed; only one live record may have it.
  claim TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'live', 'withdrawn')),
  -- When a decoy was opened, a record withdrawn. Whether it is a decoy is sealed.
  opened_at TEXT,
  withdrawn_at TEXT,
  sealed TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX record_claim ON record (claim) WHERE state <> 'pending';
CREATE INDEX record_batch ON record (batch);

-- Exact look-ups and near ones. Both columns are keyed: see schema/storage.md.
CREATE TABLE tag (
  key BLOB NOT NULL,
  ref BLOB NOT NULL,
  PRIMARY KEY (key, ref)
) STRICT, WITHOUT ROWID;

CREATE TABLE posting (
  key BLOB NOT NULL,
  ref BLOB NOT NULL,
  PRIMARY KEY (key, ref)
) STRICT, WITHOUT ROWID;
