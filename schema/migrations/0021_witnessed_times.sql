-- When a quorum of witnesses had cosigned the log at a size, by their own clocks: what stands below that
-- size was registered by then.
CREATE TABLE witnessed_head (
  size INTEGER PRIMARY KEY,
  at TEXT NOT NULL
) STRICT;
