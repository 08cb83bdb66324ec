-- Money in: orders of credits, subscriptions, the payments that came, what was given back, and what processors told.
-- Amounts are in the hundredths of their currency, never a fraction; times are unix milliseconds.

CREATE TABLE orders (
  -- Our own reference: the processor is told it and repeats it.
  id TEXT PRIMARY KEY CHECK (length(id) <= 40),
  user_id TEXT NOT NULL REFERENCES users (id),
  client_order_id TEXT NOT NULL,
  processor TEXT NOT NULL CHECK (processor IN ('razorpay', 'wayforpay', 'whitepay')),
  -- The processor's own id; NULL until he has answered.
  processor_order_id TEXT,
  credits INTEGER NOT NULL CHECK (credits BETWEEN 100 AND 90000),
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  currency TEXT NOT NULL CHECK (currency IN ('USD', 'INR')),
  -- How much of the currency a dollar was when the order was made: 100 for dollars themselves.
  minor_per_usd INTEGER NOT NULL CHECK (minor_per_usd > 0),
  is_demo INTEGER NOT NULL CHECK (is_demo IN (0, 1)),
  -- 'underpaid' is credited for what has come; 'expired' has waited too long, and is still credited if it is paid.
  status TEXT NOT NULL DEFAULT 'created' CHECK (status IN ('created', 'open', 'paid', 'underpaid', 'failed', 'expired')),
  -- JSON: how the page lets somebody pay.
  checkout TEXT,
  created_at INTEGER NOT NULL,
  paid_at INTEGER,
  -- When its processor is asked how it stands, for a webhook that is missed; NULL where nothing more is expected.
  next_check_at INTEGER,
  checks INTEGER NOT NULL DEFAULT 0,
  UNIQUE (user_id, client_order_id)
) STRICT;
CREATE UNIQUE INDEX orders_by_processor ON orders (processor, processor_order_id) WHERE processor_order_id IS NOT NULL;
CREATE INDEX orders_by_user ON orders (user_id, created_at DESC, id DESC);
CREATE INDEX orders_by_time ON orders (created_at DESC, id DESC);
CREATE INDEX orders_to_check ON orders (next_check_at) WHERE next_check_at IS NOT NULL;

-- What was ordered and for how much does not change any more.
CREATE TRIGGER orders_fixed BEFORE UPDATE OF id, user_id, processor, credits, amount_minor, currency, minor_per_usd ON orders
BEGIN
  SELECT RAISE(ABORT, 'order_fixed');
END;
CREATE TRIGGER orders_paid_for_good BEFORE UPDATE OF status ON orders
  WHEN OLD.status IN ('paid', 'underpaid') AND NEW.status <> OLD.status
BEGIN
  SELECT RAISE(ABORT, 'order_closed');
END;

CREATE TABLE subscriptions (
  id TEXT PRIMARY KEY CHECK (length(id) <= 40),
  user_id TEXT NOT NULL REFERENCES users (id),
  client_subscription_id TEXT NOT NULL,
  processor TEXT NOT NULL CHECK (processor IN ('razorpay')),
  processor_subscription_id TEXT,
  credits_per_month INTEGER NOT NULL CHECK (credits_per_month > 0),
  period TEXT NOT NULL CHECK (period IN ('monthly', 'yearly')),
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  currency TEXT NOT NULL CHECK (currency IN ('USD', 'INR')),
  minor_per_usd INTEGER NOT NULL CHECK (minor_per_usd > 0),
  is_demo INTEGER NOT NULL CHECK (is_demo IN (0, 1)),
  -- 'opening' until the processor has answered; the others are his.
  status TEXT NOT NULL DEFAULT 'opening' CHECK (status IN ('opening', 'created', 'authenticated', 'active', 'pending',
    'paused', 'halted', 'cancelled', 'completed', 'expired')),
  period_start_at INTEGER,
  period_end_at INTEGER,
  next_charge_at INTEGER,
  paid_cycles INTEGER NOT NULL DEFAULT 0,
  cancels_at_end INTEGER NOT NULL DEFAULT 0 CHECK (cancels_at_end IN (0, 1)),
  -- The size and period that begin at the cycle's end, with their price; all NULL where nothing changes.
  next_credits_per_month INTEGER,
  next_period TEXT CHECK (next_period IN ('monthly', 'yearly')),
  next_amount_minor INTEGER,
  ended_at INTEGER,
  -- When what we know of it happened at the processor: what is older says nothing any more.
  told_at INTEGER NOT NULL DEFAULT 0,
  checkout TEXT,
  created_at INTEGER NOT NULL,
  next_check_at INTEGER,
  UNIQUE (user_id, client_subscription_id)
) STRICT;
CREATE UNIQUE INDEX subscriptions_by_processor ON subscriptions (processor, processor_subscription_id)
  WHERE processor_subscription_id IS NOT NULL;
-- Nobody pays for two plans at once.
CREATE UNIQUE INDEX subscriptions_one_live ON subscriptions (user_id)
  WHERE status IN ('authenticated', 'active', 'pending', 'paused', 'halted');
CREATE INDEX subscriptions_by_user ON subscriptions (user_id, created_at DESC);
CREATE INDEX subscriptions_to_check ON subscriptions (next_check_at) WHERE next_check_at IS NOT NULL;

-- Plans and customers as the processor knows them: he makes another at each call. `account` is whose key made it.
CREATE TABLE processor_plans (
  processor TEXT NOT NULL,
  account TEXT NOT NULL,
  credits_per_month INTEGER NOT NULL,
  period TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  processor_plan_id TEXT NOT NULL,
  PRIMARY KEY (processor, account, credits_per_month, period, currency, amount_minor)
) STRICT;
CREATE TABLE processor_customers (
  processor TEXT NOT NULL,
  account TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES users (id),
  processor_customer_id TEXT NOT NULL,
  PRIMARY KEY (processor, account, user_id)
) STRICT;

CREATE TABLE payments (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  processor TEXT NOT NULL,
  processor_payment_id TEXT NOT NULL,
  order_id TEXT REFERENCES orders (id),
  subscription_id TEXT REFERENCES subscriptions (id),
  amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0),
  currency TEXT NOT NULL,
  minor_per_usd INTEGER NOT NULL CHECK (minor_per_usd > 0),
  -- What it gave, by the ledger row of this id. A payment that came a second time for the same gave nothing: both are
  -- 0 and NULL, and it is to be given back.
  credits INTEGER NOT NULL CHECK (credits >= 0),
  ledger_id TEXT UNIQUE REFERENCES credit_ledger (id),
  -- Without gaps, in the order in which payments were credited.
  receipt_number INTEGER UNIQUE,
  refunded_minor INTEGER NOT NULL DEFAULT 0 CHECK (refunded_minor BETWEEN 0 AND amount_minor),
  is_demo INTEGER NOT NULL CHECK (is_demo IN (0, 1)),
  -- The cycle that it paid, of a subscription.
  period_start_at INTEGER,
  period_end_at INTEGER,
  created_at INTEGER NOT NULL,
  UNIQUE (processor, processor_payment_id),
  CHECK ((order_id IS NULL) <> (subscription_id IS NULL)),
  CHECK ((ledger_id IS NULL) = (receipt_number IS NULL)),
  CHECK (ledger_id IS NOT NULL OR credits = 0)
) STRICT;
CREATE INDEX payments_by_user ON payments (user_id, created_at DESC, id DESC);
CREATE INDEX payments_by_time ON payments (created_at DESC, id DESC);
CREATE INDEX payments_by_order ON payments (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX payments_by_subscription ON payments (subscription_id) WHERE subscription_id IS NOT NULL;

CREATE TRIGGER payments_fixed BEFORE UPDATE OF id, user_id, processor, processor_payment_id, order_id, subscription_id,
  amount_minor, currency, minor_per_usd, credits, ledger_id, receipt_number, created_at ON payments
BEGIN
  SELECT RAISE(ABORT, 'payment_fixed');
END;
CREATE TRIGGER payments_no_delete BEFORE DELETE ON payments
BEGIN
  SELECT RAISE(ABORT, 'payment_fixed');
END;

CREATE TABLE refunds (
  -- Our own reference, which the processor repeats; for one that was made in his cabinet, of our making.
  id TEXT PRIMARY KEY CHECK (length(id) <= 40),
  payment_id TEXT NOT NULL REFERENCES payments (id),
  user_id TEXT NOT NULL REFERENCES users (id),
  processor TEXT NOT NULL,
  processor_refund_id TEXT,
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  currency TEXT NOT NULL,
  -- 'asked' before the processor has answered, 'pending' while the money is under way.
  status TEXT NOT NULL CHECK (status IN ('asked', 'pending', 'made', 'failed')),
  -- Set when it is made: what the ledger row took, and what was spent already and is owed.
  taken_credits INTEGER,
  owed_credits INTEGER,
  ledger_id TEXT UNIQUE REFERENCES credit_ledger (id),
  admin_id TEXT,
  reason TEXT,
  created_at INTEGER NOT NULL,
  made_at INTEGER
) STRICT;
CREATE UNIQUE INDEX refunds_by_processor ON refunds (processor, processor_refund_id) WHERE processor_refund_id IS NOT NULL;
CREATE INDEX refunds_by_payment ON refunds (payment_id);
CREATE INDEX refunds_by_user ON refunds (user_id);
CREATE INDEX refunds_by_time ON refunds (created_at DESC, id DESC);

-- What somebody owes: credits of a payment that was given back after they were spent. Whatever credits come next go here.
CREATE TABLE credit_debts (
  refund_id TEXT PRIMARY KEY REFERENCES refunds (id),
  user_id TEXT NOT NULL REFERENCES users (id),
  owed_credits INTEGER NOT NULL CHECK (owed_credits > 0),
  cleared_credits INTEGER NOT NULL DEFAULT 0 CHECK (cleared_credits BETWEEN 0 AND owed_credits),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX credit_debts_open ON credit_debts (user_id) WHERE cleared_credits < owed_credits;

CREATE TRIGGER credit_debts_fixed BEFORE UPDATE OF refund_id, user_id, owed_credits ON credit_debts
BEGIN
  SELECT RAISE(ABORT, 'debt_fixed');
END;
CREATE TRIGGER credit_debts_forward BEFORE UPDATE OF cleared_credits ON credit_debts WHEN NEW.cleared_credits < OLD.cleared_credits
BEGIN
  SELECT RAISE(ABORT, 'debt_backwards');
END;

-- Everything that a processor told, signed, as it was understood. Kept: it is what money was believed upon.
CREATE TABLE payment_events (
  id TEXT PRIMARY KEY,
  processor TEXT NOT NULL,
  event_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  -- JSON of the event.
  body TEXT NOT NULL,
  -- 'waiting' is tried again; 'unmatched' is for a person to look at.
  status TEXT NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'done', 'ignored', 'unmatched')),
  why TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_try_at INTEGER NOT NULL,
  occurred_at INTEGER,
  received_at INTEGER NOT NULL,
  handled_at INTEGER,
  UNIQUE (processor, event_id)
) STRICT;
CREATE INDEX payment_events_waiting ON payment_events (next_try_at) WHERE status = 'waiting';
CREATE INDEX payment_events_by_time ON payment_events (received_at DESC, id DESC);
CREATE INDEX payment_events_unmatched ON payment_events (received_at DESC) WHERE status = 'unmatched';
