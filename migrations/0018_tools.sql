-- Six tools: what images and films need of files, jobs and models.

-- `poster`: the still that stands for a film. Pictures and films have a width and a height.
CREATE TABLE assets_with_posters (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  job_id TEXT NOT NULL REFERENCES jobs (id),
  kind TEXT NOT NULL CHECK (kind IN ('preview', 'final', 'scene', 'poster')),
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
  width_px INTEGER CHECK (width_px > 0),
  height_px INTEGER CHECK (height_px > 0),
  UNIQUE (job_id, kind, ordinal)
) STRICT;
INSERT INTO assets_with_posters (id, user_id, job_id, kind, ordinal, r2_key, content_type, size_bytes, sha256,
    duration_ms, title, content_hash, captions, created_at, expires_at, is_deleted)
  SELECT id, user_id, job_id, kind, ordinal, r2_key, content_type, size_bytes, sha256, duration_ms, title,
    content_hash, captions, created_at, expires_at, is_deleted FROM assets;
DROP TABLE assets;
ALTER TABLE assets_with_posters RENAME TO assets;
CREATE INDEX assets_by_content ON assets (user_id, content_hash) WHERE content_hash IS NOT NULL AND is_deleted = 0;
CREATE INDEX assets_to_expire ON assets (expires_at) WHERE is_deleted = 0;

-- Heavy work goes one at a time for each user, the oldest first. `free_units` is how much of a job the day's allowance
-- paid. `parent_job_id`: the job that this one makes anew. `queue_position`: the place in the vendor's own queue.
ALTER TABLE jobs ADD COLUMN is_heavy INTEGER NOT NULL DEFAULT 0 CHECK (is_heavy IN (0, 1));
ALTER TABLE jobs ADD COLUMN free_units INTEGER NOT NULL DEFAULT 0 CHECK (free_units >= 0);
ALTER TABLE jobs ADD COLUMN parent_job_id TEXT REFERENCES jobs (id);
ALTER TABLE jobs ADD COLUMN queue_position INTEGER CHECK (queue_position >= 0);
CREATE INDEX jobs_heavy_line ON jobs (user_id, created_at, id)
  WHERE is_heavy = 1 AND status IN ('queued', 'running', 'preview_ready', 'finalizing');
CREATE INDEX jobs_free ON jobs (user_id, module, created_at) WHERE free_units > 0;

-- A model: who makes it and by what name, whether it is offered, who stands in, and the price where it is not the book's
-- own (JSON of a rule). An edition counts the changes of prices. Speech has its switches and prices by vendor.
ALTER TABLE model_profiles ADD COLUMN module TEXT NOT NULL DEFAULT 'tts';
ALTER TABLE model_profiles ADD COLUMN provider TEXT NOT NULL DEFAULT '';
ALTER TABLE model_profiles ADD COLUMN vendor_model TEXT NOT NULL DEFAULT '';
ALTER TABLE model_profiles ADD COLUMN is_enabled INTEGER NOT NULL DEFAULT 1 CHECK (is_enabled IN (0, 1));
ALTER TABLE model_profiles ADD COLUMN fallback_model_id TEXT REFERENCES model_profiles (model_id);
ALTER TABLE model_profiles ADD COLUMN price TEXT CHECK (json_valid(price));
ALTER TABLE model_profiles ADD COLUMN price_edition INTEGER NOT NULL DEFAULT 0;
UPDATE model_profiles SET provider = model_id, vendor_model = model_id;
-- The first averages are guesses; the first jobs replace them.
INSERT INTO model_profiles (model_id, module, provider, vendor_model, preview_avg_ms, final_avg_ms, updated_at) VALUES
  ('gpt-4o-mini', 'text', 'openrouter', 'openai/gpt-4o-mini', 500, 4000, 0),
  ('gemini-2.5-flash-image', 'image', 'openrouter', 'google/gemini-2.5-flash-image', 6000, 2000, 0),
  ('kling-2.1-pro', 'img2vid_noaudio', 'fal', 'fal-ai/kling-video/v2.1/pro/image-to-video', 2000, 120000, 0),
  ('kling-2.1-standard', 'img2vid_noaudio', 'fal', 'fal-ai/kling-video/v2.1/standard/image-to-video', 2000, 90000, 0),
  ('kling-avatar-1-pro', 'img2vid_audio', 'fal', 'fal-ai/kling-video/v1/pro/ai-avatar', 2000, 180000, 0),
  ('veed-avatars', 'audio2vid', 'fal', 'veed/avatars/audio-to-video', 2000, 120000, 0);
