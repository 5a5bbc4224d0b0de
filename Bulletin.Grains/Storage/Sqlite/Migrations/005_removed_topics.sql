-- A hash of a deleted text tells a short one to whoever guesses.
UPDATE messages SET posted_fingerprint = NULL WHERE deleted_at IS NOT NULL AND posted_fingerprint IS NOT NULL;

-- When the last message of a removed topic was deleted.
ALTER TABLE topics ADD COLUMN emptied_at INTEGER;

CREATE INDEX topics_to_empty ON topics (removed_at) WHERE removed_at IS NOT NULL AND emptied_at IS NULL;
