-- The door: what a token may do and spend, and how many requests a plan has.

-- A JSON array of scopes; tokens from before there were scopes keep them all.
ALTER TABLE api_tokens ADD COLUMN scopes TEXT NOT NULL DEFAULT '["read","generate","admin"]' CHECK (json_valid(scopes));
-- Most credits this token may ever spend; what is refunded counts back. NULL: no cap.
ALTER TABLE api_tokens ADD COLUMN cap_credits INTEGER CHECK (cap_credits > 0);

-- The token a job was asked for with; NULL for a browser's.
ALTER TABLE jobs ADD COLUMN token_id TEXT REFERENCES api_tokens (id);
CREATE INDEX jobs_by_token ON jobs (token_id) WHERE token_id IS NOT NULL;

CREATE TABLE rate_limits (
  plan TEXT NOT NULL CHECK (plan IN ('free', 'pro', 'enterprise')),
  limit_class TEXT NOT NULL CHECK (limit_class IN ('reads', 'work')),
  -- So many requests in any `window_ms`.
  requests INTEGER NOT NULL CHECK (requests > 0),
  window_ms INTEGER NOT NULL CHECK (window_ms > 0),
  PRIMARY KEY (plan, limit_class)
) STRICT;
INSERT INTO rate_limits (plan, limit_class, requests, window_ms) VALUES
  ('free', 'work', 20, 60000), ('pro', 'work', 20, 60000), ('enterprise', 'work', 20, 60000),
  ('free', 'reads', 300, 60000), ('pro', 'reads', 300, 60000), ('enterprise', 'reads', 300, 60000);
