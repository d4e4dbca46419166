-- Postings packed by compaction (src/storage/compact.ts); described in schema/storage.md. `posting`
-- holds those that no segment holds yet.

CREATE TABLE bucket (
  -- Segment in the bits from 32 up, number of the bucket below. A table with a rowid, since one
  -- without would put all but a kilobyte of each value on pages of its own.
  id INTEGER PRIMARY KEY,
  v BLOB NOT NULL
) STRICT;

-- Which segment look-ups read, and how far compaction has come: one row.
CREATE TABLE packing (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  -- The segment read, of 2^bits buckets; the first that is built is 1.
  live INTEGER NOT NULL,
  bits INTEGER NOT NULL,
  postings INTEGER NOT NULL,
  -- build: segment live + 1 is written; sweep: rows that the live one holds are deleted.
  phase TEXT NOT NULL CHECK (phase IN ('idle', 'build', 'sweep')),
  -- Buckets that the phase is done with.
  done INTEGER NOT NULL,
  next_bits INTEGER NOT NULL,
  next_postings INTEGER NOT NULL,
  -- Share of the rows of `posting` that are left where they are.
  spare REAL NOT NULL
) STRICT;

INSERT INTO packing VALUES (1, 0, 0, 0, 'idle', 0, 0, 0, 0);
