-- The optional second factor, and what the vault keeps sealed: its secrets and the users' own keys of vendors.

-- One authenticator a user. Until a right code has confirmed it, it protects nothing and is asked for nowhere.
CREATE TABLE second_factors (
  user_id TEXT PRIMARY KEY REFERENCES users (id),
  sealed_secret TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  confirmed_at INTEGER,
  -- The newest time step whose code was taken; neither it nor an older one is taken again.
  last_step INTEGER NOT NULL DEFAULT 0,
  -- Tries are counted in windows that begin with their first try.
  window_started_at INTEGER NOT NULL DEFAULT 0,
  window_tries INTEGER NOT NULL DEFAULT 0 CHECK (window_tries >= 0)
) STRICT;

CREATE TABLE recovery_codes (
  user_id TEXT NOT NULL REFERENCES users (id),
  code_hash TEXT NOT NULL,
  used_at INTEGER,
  PRIMARY KEY (user_id, code_hash)
) STRICT;

-- Somebody has proven the first factor and owes the second. The token lies in a cookie; only its hash is kept.
CREATE TABLE second_factor_challenges (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES users (id),
  method TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;
CREATE INDEX second_factor_challenges_by_age ON second_factor_challenges (created_at);

CREATE TABLE provider_keys (
  user_id TEXT NOT NULL REFERENCES users (id),
  provider TEXT NOT NULL,
  sealed_key TEXT NOT NULL,
  -- The last characters, by which its owner knows it again.
  hint TEXT NOT NULL,
  region TEXT,
  added_at INTEGER NOT NULL,
  checked_at INTEGER NOT NULL,
  -- What the vendor said of it when it was last asked.
  is_accepted INTEGER NOT NULL CHECK (is_accepted IN (0, 1)),
  PRIMARY KEY (user_id, provider)
) STRICT;
