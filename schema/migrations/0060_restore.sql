-- A restore under way (src/storage/backup/restore.ts): none before and after it. Never part of a backup.
CREATE TABLE restore (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  -- JSON text of the manifest that it follows.
  manifest TEXT NOT NULL
) STRICT;

CREATE TABLE restore_part (
  part TEXT PRIMARY KEY,
  -- Pages taken, rows in them, the mac of the last and what the next one follows.
  pages INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  last TEXT NOT NULL,
  next TEXT
) STRICT, WITHOUT ROWID;
