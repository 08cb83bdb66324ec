-- Scripts of any length: a job is spoken in pieces, which are kept until its file is whole.

-- `scene`: one scene of a script in scenes. `content_hash` finds a scene again that was made before; `captions` says how
-- the captions beside the file were laid out.
CREATE TABLE assets_with_scenes (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  job_id TEXT NOT NULL REFERENCES jobs (id),
  kind TEXT NOT NULL CHECK (kind IN ('preview', 'final', 'scene')),
  ordinal INTEGER NOT NULL DEFAULT 1 CHECK (ordinal >= 1),
  r2_key TEXT NOT NULL UNIQUE,
  content_type TEXT NOT NULL,
  size_bytes INTEGER NOT NULL CHECK (size_bytes > 0),
  sha256 TEXT NOT NULL,
  duration_ms INTEGER CHECK (duration_ms > 0),
  title TEXT,
  content_hash TEXT,
  captions TEXT CHECK (captions IN ('word', 'sentence')),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
  UNIQUE (job_id, kind, ordinal)
) STRICT;
INSERT INTO assets_with_scenes (id, user_id, job_id, kind, ordinal, r2_key, content_type, size_bytes, sha256, duration_ms,
    created_at, expires_at, is_deleted)
  SELECT id, user_id, job_id, kind, ordinal, r2_key, content_type, size_bytes, sha256, duration_ms, created_at,
    expires_at, is_deleted FROM assets;
DROP TABLE assets;
ALTER TABLE assets_with_scenes RENAME TO assets;
CREATE INDEX assets_by_content ON assets (user_id, content_hash) WHERE content_hash IS NOT NULL AND is_deleted = 0;

-- The vendors whom the owner's own key pays, as a JSON array; the earlier job whose files this one shows; and how many
-- pieces are done of how many.
ALTER TABLE jobs ADD COLUMN own_keys TEXT CHECK (json_type(own_keys) = 'array');
ALTER TABLE jobs ADD COLUMN cached_from TEXT REFERENCES jobs (id);
ALTER TABLE jobs ADD COLUMN pieces_total INTEGER CHECK (pieces_total > 0);
ALTER TABLE jobs ADD COLUMN pieces_done INTEGER NOT NULL DEFAULT 0;
CREATE INDEX jobs_completed_by_request ON jobs (user_id, body_hash) WHERE status = 'completed';

-- Which piece of the job a call was for; null where there is but one.
ALTER TABLE provider_calls ADD COLUMN piece INTEGER;

-- One call of a vendor each. `track` is the file it belongs to; offsets are UTF-16 ones of that track's text. `facts` and
-- `words` are there when the piece is in the bucket.
CREATE TABLE job_pieces (
  job_id TEXT NOT NULL REFERENCES jobs (id),
  ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
  track INTEGER NOT NULL CHECK (track >= 1),
  start_at INTEGER NOT NULL,
  end_at INTEGER NOT NULL CHECK (end_at > start_at),
  pause_before_ms INTEGER NOT NULL,
  pause_after_ms INTEGER NOT NULL,
  facts TEXT CHECK (json_valid(facts)),
  words TEXT CHECK (json_valid(words)),
  PRIMARY KEY (job_id, ordinal)
) STRICT, WITHOUT ROWID;

-- Jobs from before: their scripts were whole and in the defaults of today.
UPDATE jobs SET params = json_set(params, '$.tuning', json('{}'), '$.format', 'mp3', '$.bitrateKbps', 128,
  '$.fallback', json('false'),
  '$.script', json_object('chars', length(params->>'text'), 'isExcerpt', json('false'), 'scenes', NULL));
