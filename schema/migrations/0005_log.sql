-- The public log (schema/log.md). What it says is decided by the sequencer; this says where it stands.

-- Commitment of the record's entry, hex, until it is appended.
ALTER TABLE record ADD COLUMN leaf TEXT;
-- Entry of the record; null for records from before the log.
ALTER TABLE record ADD COLUMN log_index INTEGER;
ALTER TABLE event ADD COLUMN log_index INTEGER;

-- How much of the log a quorum of witnesses has cosigned, for answers: one row. Behind the sequencer
-- at times, never before it.
CREATE TABLE log_head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  witnessed INTEGER NOT NULL
) STRICT;

INSERT INTO log_head VALUES (1, 0);
