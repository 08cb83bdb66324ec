-- How a refund came about, what becomes of it, and that no more is given back than has come.

-- The client's own id of an operator's order: given again, it is the same one.
ALTER TABLE refunds ADD COLUMN client_refund_id TEXT;
-- Asked for by an operator, given by hand in the processor's cabinet and only written down here, or told by the processor.
ALTER TABLE refunds ADD COLUMN source TEXT NOT NULL DEFAULT 'operator' CHECK (source IN ('operator', 'by_hand', 'processor'));
-- When it was heard that the money is back; the credits follow, and then it is made.
ALTER TABLE refunds ADD COLUMN given_at INTEGER;
-- Why it failed.
ALTER TABLE refunds ADD COLUMN failure TEXT;
-- When its processor is asked about it; NULL where a person has to look.
ALTER TABLE refunds ADD COLUMN next_check_at INTEGER;
ALTER TABLE refunds ADD COLUMN checks INTEGER NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX refunds_by_client ON refunds (payment_id, client_refund_id) WHERE client_refund_id IS NOT NULL;
CREATE INDEX refunds_to_check ON refunds (next_check_at) WHERE status IN ('asked', 'pending') AND next_check_at IS NOT NULL;

CREATE TRIGGER refunds_fixed BEFORE UPDATE OF id, payment_id, user_id, processor, amount_minor, currency, source, admin_id,
  reason, created_at ON refunds
BEGIN
  SELECT RAISE(ABORT, 'refund_fixed');
END;
CREATE TRIGGER refunds_no_delete BEFORE DELETE ON refunds
BEGIN
  SELECT RAISE(ABORT, 'refund_fixed');
END;
CREATE TRIGGER refunds_made_for_good BEFORE UPDATE OF status, taken_credits, owed_credits, ledger_id ON refunds
  WHEN OLD.status = 'made'
BEGIN
  SELECT RAISE(ABORT, 'refund_made');
END;
-- Two at once cannot give back more than has come, whoever asks.
CREATE TRIGGER refunds_within_payment BEFORE INSERT ON refunds
BEGIN
  SELECT RAISE(ABORT, 'refund_too_large') FROM payments p WHERE p.id = NEW.payment_id AND NEW.status <> 'failed'
    AND NEW.amount_minor + (SELECT COALESCE(SUM(r.amount_minor), 0) FROM refunds r
      WHERE r.payment_id = NEW.payment_id AND r.status <> 'failed') > p.amount_minor;
END;
CREATE TRIGGER refunds_within_payment_again BEFORE UPDATE OF status ON refunds
  WHEN OLD.status = 'failed' AND NEW.status <> 'failed'
BEGIN
  SELECT RAISE(ABORT, 'refund_too_large') FROM payments p WHERE p.id = NEW.payment_id
    AND NEW.amount_minor + (SELECT COALESCE(SUM(r.amount_minor), 0) FROM refunds r
      WHERE r.payment_id = NEW.payment_id AND r.status <> 'failed') > p.amount_minor;
END;

-- What was told of a refund before its payment was: there is little of it, and a payment that comes looks for it.
CREATE INDEX payment_events_early_refunds ON payment_events (processor)
  WHERE kind = 'refund' AND status IN ('waiting', 'unmatched');
