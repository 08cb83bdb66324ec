-- Files that people send: announced, sent to the bucket in parts, looked at, and then kept for a while.
CREATE TABLE uploads (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  kind TEXT NOT NULL CHECK (kind IN ('image', 'audio')),
  name TEXT NOT NULL,
  content_type TEXT NOT NULL,
  -- As it was announced; once the file is ready, what is kept of it.
  size_bytes INTEGER NOT NULL CHECK (size_bytes > 0),
  r2_key TEXT NOT NULL UNIQUE,
  -- The bucket's name for what holds several parts together; NULL for a file of one part.
  multipart_id TEXT,
  -- The ETags of the parts that have arrived, by their numbers.
  parts TEXT NOT NULL DEFAULT '{}' CHECK (json_type(parts) = 'object'),
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'ready', 'refused', 'removed')),
  sha256 TEXT,
  width_px INTEGER CHECK (width_px > 0),
  height_px INTEGER CHECK (height_px > 0),
  duration_ms INTEGER CHECK (duration_ms > 0),
  -- What was wrong with a refused file, field by field.
  errors TEXT CHECK (json_type(errors) = 'array'),
  created_at INTEGER NOT NULL,
  -- When its file goes; of one that has gone, when the row follows it.
  expires_at INTEGER NOT NULL,
  removed_at INTEGER,
  CHECK (status <> 'ready' OR (sha256 IS NOT NULL AND (width_px IS NULL) = (height_px IS NULL)
    AND (width_px IS NULL) = (kind = 'audio') AND (duration_ms IS NULL) = (kind = 'image'))),
  CHECK ((status = 'refused') <= (errors IS NOT NULL)),
  CHECK ((status IN ('refused', 'removed')) = (removed_at IS NOT NULL))
) STRICT;
CREATE INDEX uploads_due ON uploads (expires_at);
CREATE INDEX uploads_by_user ON uploads (user_id);
