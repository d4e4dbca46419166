-- Place of a batch's manifest in its run. Null for the canary's batches and for
-- those from before manifests were enforced. A manifest holds a secret nonce, so its digest confirms
-- no guess.
ALTER TABLE batch ADD COLUMN manifest_key TEXT;
ALTER TABLE batch ADD COLUMN manifest_sequence INTEGER;
ALTER TABLE batch ADD COLUMN manifest_sha256 TEXT;
ALTER TABLE batch ADD COLUMN manifest_previous TEXT;
CREATE UNIQUE INDEX batch_manifest ON batch (manifest_sha256) WHERE manifest_sha256 IS NOT NULL;
-- Of two manifests that name the same one before them, one is taken.
CREATE UNIQUE INDEX batch_previous ON batch (manifest_previous) WHERE manifest_previous IS NOT NULL;
