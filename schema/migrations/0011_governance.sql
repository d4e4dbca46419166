-- Who may do what. Tokens stand apart from registrars: several, each with an expiry, and each to be
-- revoked alone. Tokens from before had another form, which is not taken any more, and go.
CREATE TABLE registrar_new (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  corpus TEXT NOT NULL REFERENCES corpus (id),
  ssh_key TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO registrar_new SELECT id, name, corpus, ssh_key FROM registrar;
DROP TABLE registrar;
ALTER TABLE registrar_new RENAME TO registrar;

CREATE TABLE token (
  sha256 TEXT PRIMARY KEY,
  -- Its public name.
  id TEXT NOT NULL UNIQUE,
  scope TEXT NOT NULL CHECK (scope IN ('admin', 'registrar', 'accredited')),
  name TEXT NOT NULL,
  registrar TEXT REFERENCES registrar (id),
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  revoked_at TEXT
) STRICT, WITHOUT ROWID;

-- What keyholders and registrars signed, byte for byte, once it took effect; never changed and never
-- deleted. All of it is public.
CREATE TABLE statement (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  -- SHA-256 of the text.
  id TEXT NOT NULL UNIQUE,
  -- Of statements that would have the same effect or follow the same one, the first has the slot.
  slot TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  -- JSON lists.
  signatures TEXT NOT NULL,
  signed_by TEXT NOT NULL,
  required INTEGER NOT NULL,
  at TEXT NOT NULL,
  -- Its entry in the log.
  log_index INTEGER NOT NULL
) STRICT;

-- What follows from them now: one row, none before the first keyholders.
CREATE TABLE governance (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  statement TEXT NOT NULL,
  required INTEGER NOT NULL,
  -- JSON: [{"name", "ssh_key"}].
  keys TEXT NOT NULL,
  freeze_code_sha256 TEXT,
  -- JSON: {"id", "at", "by", "reason"}; null while registration is open.
  freeze TEXT
) STRICT;
