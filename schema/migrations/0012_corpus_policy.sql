-- When a corpus of policy `sealed` becomes public; null for others, and for one that never does.
ALTER TABLE corpus ADD COLUMN sealed_until TEXT;
