-- The voices of every vendor, as his API last listed them to the operator's key. The house's own are in the code.

CREATE TABLE voices (
  -- `provider:vendor_voice_id`, as jobs name it.
  id TEXT PRIMARY KEY,
  provider TEXT NOT NULL,
  vendor_voice_id TEXT NOT NULL,
  name TEXT NOT NULL,
  gender TEXT NOT NULL CHECK (gender IN ('female', 'male', 'neutral')),
  description TEXT NOT NULL,
  -- JSON arrays of BCP 47 tags and of styles, and a JSON object of the vendor's own labels.
  languages TEXT NOT NULL CHECK (json_type(languages) = 'array'),
  styles TEXT NOT NULL CHECK (json_type(styles) = 'array'),
  labels TEXT NOT NULL CHECK (json_type(labels) = 'object'),
  is_cloned INTEGER NOT NULL CHECK (is_cloned IN (0, 1)),
  synced_at INTEGER NOT NULL,
  -- When the vendor stopped listing it. The row stays: jobs name it.
  vanished_at INTEGER,
  UNIQUE (provider, vendor_voice_id)
) STRICT;
CREATE INDEX voices_in_order ON voices (name COLLATE NOCASE, id) WHERE vanished_at IS NULL;
CREATE INDEX voices_by_provider ON voices (provider, name COLLATE NOCASE, id) WHERE vanished_at IS NULL;

-- How the last look at each vendor's list went.
CREATE TABLE voice_syncs (
  provider TEXT PRIMARY KEY,
  tried_at INTEGER NOT NULL,
  succeeded_at INTEGER,
  error_code TEXT,
  listed INTEGER NOT NULL DEFAULT 0
) STRICT;

-- First figures for the vendors besides Unicorn; they are measured from the first job on.
INSERT INTO model_profiles (model_id, preview_avg_ms, final_avg_ms, updated_at) VALUES
  ('openai', 2000, 2000, 0), ('elevenlabs', 2000, 2000, 0), ('azure', 2000, 2000, 0), ('minimax', 3000, 3000, 0),
  ('fal', 5000, 5000, 0);
