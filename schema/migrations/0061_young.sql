-- Postings of large batches, packed as they come, until compaction moves them into a segment; described
-- in schema/storage.md.
CREATE TABLE young (
  -- The first 13 bits of the keys.
  id INTEGER PRIMARY KEY,
  -- Bytes of v that the segment under construction holds, or the live one while it is swept.
  folded INTEGER NOT NULL DEFAULT 0,
  v BLOB NOT NULL
) STRICT;
-- Whether look-ups are to search it: 1 while there may be postings of live batches in it.
ALTER TABLE packing ADD COLUMN young INTEGER NOT NULL DEFAULT 0;
