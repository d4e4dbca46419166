-- What the canary found last (src/storage/canary.ts): one row. Times are UTC instants as text.
CREATE TABLE canary (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  ran_at TEXT NOT NULL,
  -- The last run that found nothing wrong.
  passed_at TEXT,
  -- JSON: [{"check", "since"}], empty when all passed.
  failing TEXT NOT NULL
) STRICT;

-- Holds the canary's records. No id that a caller may choose begins with an underscore.
INSERT INTO corpus (id, title, registrant, policy, coverage)
VALUES ('_canary', 'Canary', 'The registry', 'sealed', 'Synthetic texts only.');

-- Changes of a record's state, one row each, never changed and never deleted.
CREATE TABLE event (
  record INTEGER NOT NULL REFERENCES record (ref),
  kind TEXT NOT NULL CHECK (kind IN ('opened', 'withdrawn')),
  at TEXT NOT NULL,
  registrar TEXT NOT NULL,
  -- In the registrar's own words; public, as the event is.
  reason TEXT,
  PRIMARY KEY (record, kind)
) STRICT, WITHOUT ROWID;
