-- When a line was last brought back into the history, beside those that had taken its place; NULL for all others. Without
-- those that were brought back no history has more than 30.
ALTER TABLE generations ADD COLUMN restored_at INTEGER;
