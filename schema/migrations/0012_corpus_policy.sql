-- When a corpus of policy `sealed` becomes public; null for others, and for one that never does.
ALTER TABLE corpus ADD COLUMN sealed_until TEXT;

-- JSON of the coverage statement in force, as answers show it (`Coverage` in the API's description); its
-- signed text stands in `statement`. Null for a corpus of which nobody has signed one.
ALTER TABLE corpus ADD COLUMN statement TEXT;
