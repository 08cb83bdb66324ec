-- The operators' side of vendors: their keys, prices and health.

-- Keys of the house, several for a vendor. Where a vendor has none here, the settings of the deployment serve.
CREATE TABLE vendor_keys (
  id TEXT PRIMARY KEY,
  provider TEXT NOT NULL,
  label TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 60),
  -- Gone once the key is retired: nobody needs it any more, and calls under way hold it themselves.
  sealed_key TEXT,
  -- The last characters, to know it by.
  hint TEXT NOT NULL,
  -- The address of a white- or grey-label key; NULL for the vendor's own.
  base_url TEXT,
  -- What else the vendor wants to know of an account: a JSON object of texts, without secrets.
  extras TEXT NOT NULL CHECK (json_type(extras) = 'object'),
  is_enabled INTEGER NOT NULL DEFAULT 1 CHECK (is_enabled IN (0, 1)),
  added_at INTEGER NOT NULL,
  retired_at INTEGER,
  CHECK ((sealed_key IS NULL) = (retired_at IS NOT NULL))
) STRICT;
CREATE INDEX vendor_keys_by_provider ON vendor_keys (provider, added_at, id);

CREATE TRIGGER vendor_keys_stay_retired BEFORE UPDATE ON vendor_keys WHEN OLD.retired_at IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'vendor_key_retired');
END;

-- A template is a named group of voices that one key speaks (ADM-07). A voice is in one template at most.
CREATE TABLE voice_templates (
  id TEXT PRIMARY KEY,
  provider TEXT NOT NULL,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  key_id TEXT NOT NULL REFERENCES vendor_keys (id),
  UNIQUE (provider, name)
) STRICT;
CREATE TABLE voice_template_voices (
  voice_id TEXT PRIMARY KEY,
  template_id TEXT NOT NULL REFERENCES voice_templates (id)
) STRICT;
CREATE INDEX voice_template_voices_by_template ON voice_template_voices (template_id);

-- What operators have decided about each vendor.
CREATE TABLE vendor_settings (
  provider TEXT PRIMARY KEY,
  is_enabled INTEGER NOT NULL DEFAULT 1 CHECK (is_enabled IN (0, 1)),
  -- In place of the number in the price book of the code: thousandths of a credit a character, or credits a call.
  price INTEGER CHECK (price > 0),
  -- Of the changes of all prices, counted through, the one that set this price.
  price_edition INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO vendor_settings (provider)
VALUES ('unicorn'), ('elevenlabs'), ('openai'), ('azure'), ('minimax'), ('fal');

-- Every price book that was ever in force: jobs keep the version by which they were sold.
CREATE TABLE price_books (
  version TEXT PRIMARY KEY,
  book TEXT NOT NULL CHECK (json_type(book) = 'object'),
  in_force_at INTEGER NOT NULL
) STRICT;

CREATE TRIGGER price_books_no_update BEFORE UPDATE ON price_books
BEGIN
  SELECT RAISE(ABORT, 'price_book_immutable');
END;

-- A circuit breaks when its vendor fails. Its id is the key's, or the vendor's name for the only key of the settings.
-- A circuit without a row has never failed.
CREATE TABLE vendor_circuits (
  id TEXT PRIMARY KEY,
  provider TEXT NOT NULL,
  -- Failures of the vendor's fault since the window began, with no success known between them.
  failures INTEGER NOT NULL DEFAULT 0,
  window_started_at INTEGER NOT NULL DEFAULT 0,
  -- How often in a row it has broken; each time it stays so longer.
  breaks INTEGER NOT NULL DEFAULT 0,
  -- Since when it is broken; NULL while it holds. Until `broken_until` nobody calls, and then one who has claimed it.
  broken_at INTEGER,
  broken_until INTEGER NOT NULL DEFAULT 0,
  probe_until INTEGER NOT NULL DEFAULT 0,
  -- The vendor has asked for patience until then.
  wait_until INTEGER NOT NULL DEFAULT 0,
  error_code TEXT
) STRICT;

-- How quickly each vendor has begun to speak of late, and how quickly it usually does: moving averages in ms.
CREATE TABLE vendor_pace (
  provider TEXT PRIMARY KEY,
  recent_ms REAL NOT NULL,
  usual_ms REAL NOT NULL,
  slow_since INTEGER,
  measured_at INTEGER NOT NULL
) STRICT;

-- By which key of the house a call went, how soon it began to speak, and what the vendor counted against what was asked.
ALTER TABLE provider_calls ADD COLUMN key_id TEXT;
ALTER TABLE provider_calls ADD COLUMN first_byte_ms INTEGER;
ALTER TABLE provider_calls ADD COLUMN sent_units INTEGER;
ALTER TABLE provider_calls ADD COLUMN billed_units INTEGER;
CREATE INDEX provider_calls_by_provider ON provider_calls (provider, started_at DESC);
CREATE INDEX provider_calls_under_way ON provider_calls (started_at, key_id)
  WHERE outcome = 'started' AND key_id IS NOT NULL;
CREATE INDEX provider_calls_by_key ON provider_calls (key_id, started_at DESC) WHERE key_id IS NOT NULL;

-- The vendor's own recording of a voice, and the keys that have it; NULL for a voice that every key of the vendor has.
ALTER TABLE voices ADD COLUMN preview_url TEXT;
ALTER TABLE voices ADD COLUMN key_ids TEXT CHECK (key_ids IS NULL OR json_type(key_ids) = 'array');
CREATE INDEX voices_of_keys ON voices (id) WHERE key_ids IS NOT NULL;
