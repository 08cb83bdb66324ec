-- Operators see and change models, and OpenRouter among the vendors.

INSERT INTO vendor_settings (provider) VALUES ('openrouter');

-- What a call cost, where its vendor tells it: millionths of a US dollar.
ALTER TABLE provider_calls ADD COLUMN cost_microdollars INTEGER CHECK (cost_microdollars >= 0);

-- The jobs of a day by their models: those that were made and not taken from an earlier one.
CREATE INDEX jobs_ended ON jobs (completed_at, model_id, status)
  WHERE completed_at IS NOT NULL AND cached_from IS NULL;
