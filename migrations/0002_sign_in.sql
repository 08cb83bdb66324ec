-- Signing in without a password: one-time codes, sessions that renew themselves, and who came when from where.

CREATE TABLE sign_in_codes (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL,
  -- The guest address (an IPv4 address or an IPv6 /64) the code was asked from.
  address TEXT NOT NULL,
  code_hash TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;
CREATE INDEX sign_in_codes_by_email ON sign_in_codes (email, created_at DESC);
CREATE INDEX sign_in_codes_by_address ON sign_in_codes (address, created_at DESC);

-- One row a signed-in browser. The refresh token changes at each use; only the hashes of the last two are kept.
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  refresh_hash TEXT NOT NULL,
  previous_hash TEXT,
  rotated_at INTEGER NOT NULL,
  ip TEXT NOT NULL,
  user_agent TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  ended_at INTEGER,
  end_reason TEXT CHECK (end_reason IN ('signed_out', 'ended_by_user', 'refresh_reused', 'blocked'))
) STRICT;
CREATE INDEX sessions_by_user ON sessions (user_id, last_used_at DESC);

CREATE TABLE login_history (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  session_id TEXT NOT NULL REFERENCES sessions (id),
  method TEXT NOT NULL CHECK (method IN ('email_code', 'demo')),
  ip TEXT NOT NULL,
  user_agent TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX login_history_by_user ON login_history (user_id, created_at DESC);

ALTER TABLE api_tokens ADD COLUMN hint TEXT;
ALTER TABLE api_tokens ADD COLUMN last_used_at INTEGER;
