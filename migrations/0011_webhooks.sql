-- Webhooks out: where an account wants to hear of what happens, and every message that went or is to go there.

CREATE TABLE webhook_endpoints (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  -- NULL in the one row of an account that stands for the callback URLs of its jobs.
  url TEXT,
  description TEXT NOT NULL,
  -- A JSON array of events.
  events TEXT NOT NULL CHECK (json_type(events) = 'array'),
  is_enabled INTEGER NOT NULL CHECK (is_enabled IN (0, 1)),
  -- Why it was switched off by the house; NULL while it is on, or when its owner did it.
  disabled_reason TEXT CHECK (disabled_reason IN ('gone', 'failing')),
  -- When the first attempt failed since the last that succeeded.
  failing_since INTEGER,
  -- When the operators were last told that a delivery was given up.
  alerted_at INTEGER,
  created_at INTEGER NOT NULL,
  -- Hidden at once; the row goes when its deliveries have gone.
  deleted_at INTEGER
) STRICT;
CREATE INDEX webhook_endpoints_by_user ON webhook_endpoints (user_id, created_at DESC);
CREATE UNIQUE INDEX webhook_callbacks_by_user ON webhook_endpoints (user_id) WHERE url IS NULL;

-- Signing secrets, sealed. During a rotation the old one goes on signing beside the new one until it expires.
CREATE TABLE webhook_secrets (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  endpoint_id TEXT NOT NULL REFERENCES webhook_endpoints (id),
  sealed_secret TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  -- NULL for the one that holds.
  expires_at INTEGER
) STRICT;
CREATE UNIQUE INDEX webhook_secrets_current ON webhook_secrets (endpoint_id) WHERE expires_at IS NULL;
CREATE INDEX webhook_secrets_by_endpoint ON webhook_secrets (endpoint_id, created_at);

-- The outbox: a row is written in the very commit of what it tells of. Its id is the `webhook-id` of every try.
CREATE TABLE webhook_deliveries (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  endpoint_id TEXT NOT NULL REFERENCES webhook_endpoints (id),
  -- The job's callback URL; NULL where the endpoint's own holds.
  url TEXT,
  event TEXT NOT NULL,
  -- The job or the ledger row it tells of; of a test, itself.
  subject_id TEXT NOT NULL,
  -- What is sent, from the first attempt on the same.
  body TEXT,
  status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'failed', 'dropped')),
  attempts INTEGER NOT NULL DEFAULT 0,
  -- Attempts before the last replay: with each replay the schedule begins anew.
  attempts_before INTEGER NOT NULL DEFAULT 0,
  next_try_at INTEGER NOT NULL,
  -- Until when an attempt that is under way counts as alive; 0 when there is none.
  lease_until INTEGER NOT NULL DEFAULT 0,
  -- When it was last sent to a queue; 0 when it waits to be.
  dispatched_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  finished_at INTEGER
) STRICT;
CREATE UNIQUE INDEX webhook_deliveries_once ON webhook_deliveries (endpoint_id, subject_id, event);
CREATE INDEX webhook_deliveries_by_user ON webhook_deliveries (user_id, created_at DESC, id DESC);
CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (endpoint_id, next_try_at) WHERE status = 'pending';
CREATE INDEX webhook_deliveries_under_way ON webhook_deliveries (endpoint_id) WHERE lease_until > 0;
CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (created_at);

CREATE TABLE webhook_attempts (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  delivery_id TEXT NOT NULL REFERENCES webhook_deliveries (id),
  -- 1 for the first.
  number INTEGER NOT NULL,
  url TEXT NOT NULL,
  -- A JSON object.
  request_headers TEXT NOT NULL CHECK (json_type(request_headers) = 'object'),
  started_at INTEGER NOT NULL,
  duration_ms INTEGER NOT NULL,
  -- NULL when no answer came.
  response_status INTEGER,
  -- The beginning of what was answered.
  response_text TEXT,
  -- NULL for a 2xx.
  error_code TEXT
) STRICT;
CREATE INDEX webhook_attempts_by_delivery ON webhook_attempts (delivery_id, number);
CREATE INDEX webhook_attempts_by_user ON webhook_attempts (user_id);

-- Where the end of this job is told, besides the endpoints of its owner.
ALTER TABLE jobs ADD COLUMN callback_url TEXT;
