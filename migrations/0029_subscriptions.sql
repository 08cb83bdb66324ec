-- Plans as they are lived: on which terms each subscription may be charged, once a cycle, and what firms ask for.

-- Every plan of the processor that a subscription was sold with. What comes for it is of one of these, or is not ours.
CREATE TABLE subscription_terms (
  subscription_id TEXT NOT NULL REFERENCES subscriptions (id),
  processor_plan_id TEXT NOT NULL,
  credits_per_month INTEGER NOT NULL CHECK (credits_per_month > 0),
  period TEXT NOT NULL CHECK (period IN ('monthly', 'yearly')),
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (subscription_id, processor_plan_id)
) STRICT;
CREATE TRIGGER subscription_terms_fixed BEFORE UPDATE ON subscription_terms
BEGIN
  SELECT RAISE(ABORT, 'terms_fixed');
END;

-- Whose it is, and at which rate it was sold, does not change; and what has ended does not begin again.
CREATE TRIGGER subscriptions_fixed BEFORE UPDATE OF id, user_id, processor, currency, minor_per_usd, is_demo ON subscriptions
BEGIN
  SELECT RAISE(ABORT, 'subscription_fixed');
END;
CREATE TRIGGER subscriptions_end_for_good BEFORE UPDATE OF status ON subscriptions
  WHEN OLD.status IN ('cancelled', 'completed', 'expired') AND NEW.status <> OLD.status
BEGIN
  SELECT RAISE(ABORT, 'subscription_ended');
END;

-- A cycle gives its credits once, whoever tells of it.
CREATE UNIQUE INDEX payments_once_a_cycle ON payments (subscription_id, period_start_at)
  WHERE subscription_id IS NOT NULL AND ledger_id IS NOT NULL;

-- Firms that want a plan of their own, for an operator to answer.
CREATE TABLE enterprise_requests (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  company TEXT NOT NULL,
  credits_per_month INTEGER NOT NULL CHECK (credits_per_month > 0),
  message TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX enterprise_requests_by_time ON enterprise_requests (created_at DESC, id DESC);
CREATE INDEX enterprise_requests_by_user ON enterprise_requests (user_id, created_at DESC);
