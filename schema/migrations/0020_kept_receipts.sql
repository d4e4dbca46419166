-- Receipts that their callers chose to keep, until they expire. `key` is a keyed digest of the receipt's
-- id, which therefore no dump tells; `sealed` is the receipt.
CREATE TABLE kept_receipt (
  key TEXT PRIMARY KEY,
  sealed TEXT NOT NULL,
  kept_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX kept_receipt_expiry ON kept_receipt (expires_at);
