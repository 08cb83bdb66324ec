-- The operators' books: alerts that somebody has seen, what vendors ask for their work, and days that are over and summed.

ALTER TABLE admin_events ADD COLUMN seen_at INTEGER;
ALTER TABLE admin_events ADD COLUMN seen_by TEXT;
CREATE INDEX admin_events_unseen ON admin_events (created_at DESC, id DESC) WHERE seen_at IS NULL;

-- What the house pays a vendor where he does not tell it with the call. A version each, from a day on; never changed.
CREATE TABLE vendor_costs (
  version INTEGER PRIMARY KEY AUTOINCREMENT,
  provider TEXT NOT NULL,
  model_id TEXT NOT NULL,
  -- Millionths of a US dollar: for 1,000 of the units that are counted, and for each call besides.
  microdollars_per_1000_units INTEGER NOT NULL CHECK (microdollars_per_1000_units >= 0),
  microdollars_per_call INTEGER NOT NULL CHECK (microdollars_per_call >= 0),
  from_day INTEGER NOT NULL CHECK (from_day % 86400000 = 0),
  set_by TEXT NOT NULL,
  set_at INTEGER NOT NULL
) STRICT;
CREATE INDEX vendor_costs_of ON vendor_costs (provider, model_id, from_day DESC, version DESC);

CREATE TRIGGER vendor_costs_fixed BEFORE UPDATE ON vendor_costs
BEGIN
  SELECT RAISE(ABORT, 'vendor_cost_fixed');
END;
CREATE TRIGGER vendor_costs_no_delete BEFORE DELETE ON vendor_costs
BEGIN
  SELECT RAISE(ABORT, 'vendor_cost_fixed');
END;

-- Sums of the days before `before_at`, UTC. They are of what never changes any more, and can be made anew from it.
CREATE TABLE closed_days (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  before_at INTEGER NOT NULL CHECK (before_at % 86400000 = 0)
) STRICT;
-- The ledger by its kinds; the model and whether it was played are those of the job, '' and 0 where there is none.
CREATE TABLE ledger_days (
  day INTEGER NOT NULL,
  kind TEXT NOT NULL,
  model_id TEXT NOT NULL,
  is_demo INTEGER NOT NULL CHECK (is_demo IN (0, 1)),
  row_count INTEGER NOT NULL,
  credits INTEGER NOT NULL,
  PRIMARY KEY (day, kind, model_id, is_demo)
) STRICT, WITHOUT ROWID;
-- Calls to vendors that the house pays, on the day they ended. `untold`: those whose cost the vendor did not tell.
CREATE TABLE vendor_days (
  day INTEGER NOT NULL,
  provider TEXT NOT NULL,
  model_id TEXT NOT NULL,
  is_demo INTEGER NOT NULL CHECK (is_demo IN (0, 1)),
  calls INTEGER NOT NULL,
  failed_calls INTEGER NOT NULL,
  told_microdollars INTEGER NOT NULL,
  untold_calls INTEGER NOT NULL,
  untold_units INTEGER NOT NULL,
  PRIMARY KEY (day, provider, model_id, is_demo)
) STRICT, WITHOUT ROWID;

CREATE INDEX credit_ledger_by_time ON credit_ledger (created_at);
CREATE INDEX credit_ledger_given ON credit_ledger (created_at DESC, id DESC) WHERE kind IN ('gift', 'adjustment');
CREATE INDEX provider_calls_by_end ON provider_calls (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX jobs_failed ON jobs (completed_at DESC, id DESC) WHERE status IN ('failed', 'expired');
CREATE INDEX refunds_made ON refunds (made_at) WHERE status = 'made';
CREATE INDEX subscriptions_by_time ON subscriptions (created_at DESC, id DESC);
CREATE INDEX subscriptions_live ON subscriptions (status) WHERE status IN ('active', 'pending');
