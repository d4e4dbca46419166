-- Keys that registrars give to their requests, for a day. Both columns are keyed digests.
CREATE TABLE idempotency (
  key TEXT PRIMARY KEY,
  request TEXT NOT NULL,
  at TEXT NOT NULL,
  -- 1 once the request was completed.
  done INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_at ON idempotency (at);
