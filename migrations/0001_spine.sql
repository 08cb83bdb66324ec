-- The spine: accounts, the guarded ledger, jobs and what they leave behind.
-- Times are unix milliseconds, credits are whole, hashes are lower-case hex SHA-256.

CREATE TABLE users (
  id TEXT PRIMARY KEY,
  email TEXT UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'paid', 'admin', 'superadmin')),
  plan TEXT NOT NULL DEFAULT 'free' CHECK (plan IN ('free', 'pro', 'enterprise')),
  is_blocked INTEGER NOT NULL DEFAULT 0 CHECK (is_blocked IN (0, 1)),
  credits INTEGER NOT NULL DEFAULT 0 CHECK (credits >= 0),
  ledger_seq INTEGER NOT NULL DEFAULT 0 CHECK (ledger_seq >= 0),
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE api_tokens (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  token_hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
CREATE INDEX api_tokens_by_user ON api_tokens (user_id);

CREATE TABLE credit_ledger (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  seq INTEGER NOT NULL CHECK (seq >= 1),
  kind TEXT NOT NULL CHECK (kind IN ('signup_grant', 'monthly_grant', 'subscription_grant', 'purchase', 'charge',
    'settle', 'refund', 'gift', 'adjustment', 'expiry', 'payment_refund')),
  change_credits INTEGER NOT NULL,
  balance_after_credits INTEGER NOT NULL CHECK (balance_after_credits >= 0),
  job_id TEXT,
  provider TEXT,
  order_id TEXT,
  admin_id TEXT,
  reason TEXT,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (user_id, seq),
  CHECK (kind NOT IN ('charge', 'expiry', 'payment_refund') OR change_credits <= 0),
  CHECK (kind IN ('charge', 'expiry', 'payment_refund', 'adjustment') OR change_credits >= 0),
  CHECK (kind NOT IN ('charge', 'settle', 'refund') OR job_id IS NOT NULL),
  CHECK (kind <> 'purchase' OR (provider IS NOT NULL AND order_id IS NOT NULL)),
  CHECK (kind NOT IN ('gift', 'adjustment') OR (admin_id IS NOT NULL AND reason IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX credit_ledger_once_per_job ON credit_ledger (job_id, kind) WHERE job_id IS NOT NULL;
CREATE UNIQUE INDEX credit_ledger_once_per_order ON credit_ledger (provider, order_id) WHERE kind = 'purchase';
CREATE UNIQUE INDEX credit_ledger_one_signup ON credit_ledger (user_id) WHERE kind = 'signup_grant';

CREATE TRIGGER credit_ledger_no_update BEFORE UPDATE ON credit_ledger
BEGIN
  SELECT RAISE(ABORT, 'ledger_immutable');
END;

CREATE TRIGGER credit_ledger_no_delete BEFORE DELETE ON credit_ledger
BEGIN
  SELECT RAISE(ABORT, 'ledger_immutable');
END;

-- INSERT OR REPLACE would skip the DELETE trigger, so an id, a seq or a job's kind that stands is refused here.
CREATE TRIGGER credit_ledger_guard BEFORE INSERT ON credit_ledger
BEGIN
  SELECT RAISE(ABORT, 'ledger_duplicate') WHERE EXISTS (SELECT 1 FROM credit_ledger WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'ledger_duplicate')
    WHERE NEW.job_id IS NOT NULL AND EXISTS (SELECT 1 FROM credit_ledger WHERE job_id = NEW.job_id AND kind = NEW.kind);
  SELECT RAISE(ABORT, 'ledger_duplicate') WHERE NEW.kind = 'purchase'
    AND EXISTS (SELECT 1 FROM credit_ledger WHERE kind = 'purchase' AND provider = NEW.provider AND order_id = NEW.order_id);
  SELECT RAISE(ABORT, 'ledger_unknown_user') WHERE NOT EXISTS (SELECT 1 FROM users WHERE id = NEW.user_id);
  SELECT RAISE(ABORT, 'ledger_seq') WHERE NEW.seq <> (SELECT ledger_seq + 1 FROM users WHERE id = NEW.user_id);
  SELECT RAISE(ABORT, 'ledger_balance')
    WHERE NEW.balance_after_credits <> (SELECT credits + NEW.change_credits FROM users WHERE id = NEW.user_id);
  SELECT RAISE(ABORT, 'ledger_chain') WHERE NEW.prev_hash <> COALESCE(
    (SELECT hash FROM credit_ledger WHERE user_id = NEW.user_id AND seq = NEW.seq - 1), '');
  SELECT RAISE(ABORT, 'ledger_overpaid') WHERE NEW.kind IN ('settle', 'refund') AND NEW.change_credits > COALESCE(
    (SELECT -SUM(change_credits) FROM credit_ledger WHERE job_id = NEW.job_id AND user_id = NEW.user_id), -1);
END;

CREATE TRIGGER credit_ledger_apply AFTER INSERT ON credit_ledger
BEGIN
  UPDATE users SET credits = NEW.balance_after_credits, ledger_seq = NEW.seq WHERE id = NEW.user_id;
END;

CREATE TRIGGER users_open_at_zero BEFORE INSERT ON users
BEGIN
  SELECT RAISE(ABORT, 'balance_without_ledger') WHERE NEW.credits <> 0 OR NEW.ledger_seq <> 0;
  SELECT RAISE(ABORT, 'user_exists') WHERE EXISTS (SELECT 1 FROM users WHERE id = NEW.id OR email = NEW.email);
END;

CREATE TRIGGER users_balance_guard BEFORE UPDATE OF credits, ledger_seq ON users
BEGIN
  SELECT RAISE(ABORT, 'balance_without_ledger') WHERE NOT EXISTS (
    SELECT 1 FROM credit_ledger WHERE user_id = NEW.id AND seq = NEW.ledger_seq AND balance_after_credits = NEW.credits)
    OR EXISTS (SELECT 1 FROM credit_ledger WHERE user_id = NEW.id AND seq > NEW.ledger_seq);
END;

CREATE TABLE jobs (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  client_job_id TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  module TEXT NOT NULL,
  model_id TEXT NOT NULL,
  params TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'preview_ready', 'finalizing', 'completed', 'failed',
    'canceled', 'expired')),
  priority INTEGER NOT NULL DEFAULT 0 CHECK (priority IN (0, 1)),
  cost_credits INTEGER NOT NULL CHECK (cost_credits >= 0),
  price_version TEXT NOT NULL,
  demo INTEGER NOT NULL CHECK (demo IN (0, 1)),
  progress_permille INTEGER NOT NULL DEFAULT 0 CHECK (progress_permille BETWEEN 0 AND 1000),
  attempts INTEGER NOT NULL DEFAULT 0,
  lease_token TEXT,
  lease_expires_at INTEGER,
  dispatched_at INTEGER NOT NULL,
  expected_at INTEGER NOT NULL,
  deadline_at INTEGER NOT NULL,
  error_code TEXT,
  error_message TEXT,
  closed_by TEXT,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  preview_ready_at INTEGER,
  completed_at INTEGER,
  UNIQUE (user_id, client_job_id)
) STRICT;
CREATE INDEX jobs_by_user ON jobs (user_id, created_at DESC, id DESC);
CREATE INDEX jobs_open ON jobs (dispatched_at) WHERE status IN ('queued', 'running', 'preview_ready', 'finalizing');

CREATE TRIGGER jobs_forward_only BEFORE UPDATE OF status ON jobs WHEN NEW.status <> OLD.status
BEGIN
  SELECT RAISE(ABORT, 'job_closed') WHERE OLD.status IN ('completed', 'failed', 'canceled', 'expired');
  SELECT RAISE(ABORT, 'job_backwards')
    WHERE instr('queued running preview_ready finalizing completed failed canceled expired', NEW.status)
      < instr('queued running preview_ready finalizing completed failed canceled expired', OLD.status);
END;

CREATE TABLE assets (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  job_id TEXT NOT NULL REFERENCES jobs (id),
  kind TEXT NOT NULL CHECK (kind IN ('preview', 'final')),
  ordinal INTEGER NOT NULL DEFAULT 1 CHECK (ordinal >= 1),
  r2_key TEXT NOT NULL UNIQUE,
  content_type TEXT NOT NULL,
  size_bytes INTEGER NOT NULL CHECK (size_bytes > 0),
  sha256 TEXT NOT NULL,
  duration_ms INTEGER CHECK (duration_ms > 0),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
  UNIQUE (job_id, kind, ordinal)
) STRICT;

CREATE TABLE generations (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  job_id TEXT NOT NULL UNIQUE REFERENCES jobs (id),
  type TEXT NOT NULL CHECK (type IN ('chat', 'image', 'audio', 'video')),
  size_bytes INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX generations_by_user ON generations (user_id, created_at DESC, id DESC);

CREATE TABLE notifications (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  job_id TEXT REFERENCES jobs (id),
  created_at INTEGER NOT NULL,
  read_at INTEGER
) STRICT;
CREATE INDEX notifications_by_user ON notifications (user_id, created_at DESC, id DESC);

-- One row a vendor call, written before the call, so that a crash between call and record is seen.
CREATE TABLE provider_calls (
  id TEXT PRIMARY KEY,
  job_id TEXT NOT NULL REFERENCES jobs (id),
  stage TEXT NOT NULL CHECK (stage IN ('preview', 'final')),
  provider TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('started', 'ok', 'failed')),
  error_code TEXT,
  started_at INTEGER NOT NULL,
  finished_at INTEGER
) STRICT;
CREATE INDEX provider_calls_by_job ON provider_calls (job_id, stage);

-- Moving averages that give the ETA. The first figures are of 500 characters on a laptop-sized machine.
CREATE TABLE model_profiles (
  model_id TEXT PRIMARY KEY,
  preview_avg_ms INTEGER NOT NULL,
  final_avg_ms INTEGER NOT NULL,
  samples INTEGER NOT NULL DEFAULT 0,
  updated_at INTEGER NOT NULL
) STRICT;
INSERT INTO model_profiles (model_id, preview_avg_ms, final_avg_ms, updated_at) VALUES ('unicorn', 1000, 1000, 0);

-- What an operator has to see: dead letters, invariants that broke, sends that keep failing.
CREATE TABLE admin_events (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  detail TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX admin_events_by_time ON admin_events (created_at DESC, id DESC);
