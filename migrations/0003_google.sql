-- Signing in with Google, and what tells that several accounts were opened from one place.

-- Who somebody is at another house: its own id of the person, never an address, which may change hands.
CREATE TABLE auth_identities (
  provider TEXT NOT NULL CHECK (provider IN ('google')),
  provider_user_id TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES users (id),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (provider, provider_user_id)
) STRICT;
CREATE INDEX auth_identities_by_user ON auth_identities (user_id);

-- A CHECK cannot be changed in place: one more way to sign in means the same table anew.
CREATE TABLE login_history_with_google (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  session_id TEXT NOT NULL REFERENCES sessions (id),
  method TEXT NOT NULL CHECK (method IN ('email_code', 'google', 'demo')),
  ip TEXT NOT NULL,
  user_agent TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
INSERT INTO login_history_with_google (id, user_id, session_id, method, ip, user_agent, created_at)
  SELECT id, user_id, session_id, method, ip, user_agent, created_at FROM login_history;
DROP TABLE login_history;
ALTER TABLE login_history_with_google RENAME TO login_history;
CREATE INDEX login_history_by_user ON login_history (user_id, created_at DESC);

-- Keyed hash of address and user agent at the opening of the account (G-02); null where nobody signed up.
ALTER TABLE users ADD COLUMN signup_fingerprint TEXT;
CREATE INDEX users_by_fingerprint ON users (signup_fingerprint, created_at) WHERE signup_fingerprint IS NOT NULL;
