-- Whether POST /v1/compare may say where a suspect departs from this corpus's documents.
ALTER TABLE corpus ADD COLUMN locate TEXT NOT NULL DEFAULT 'on' CHECK (locate IN ('on', 'off'));
