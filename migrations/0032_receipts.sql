-- What stands on receipts: who buys, as he wishes to be named from now on, and what stood there when somebody paid.

CREATE TABLE billing_details (
  user_id TEXT PRIMARY KEY REFERENCES users (id),
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  tax_id TEXT NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

-- A copy of the moment of the payment. What names the buyer is emptied when his account goes; nothing else changes.
CREATE TABLE receipts (
  payment_id TEXT PRIMARY KEY REFERENCES payments (id),
  user_id TEXT NOT NULL REFERENCES users (id),
  buyer_name TEXT,
  buyer_email TEXT,
  buyer_address TEXT,
  buyer_tax_id TEXT,
  seller_name TEXT NOT NULL,
  seller_address TEXT NOT NULL,
  seller_tax_id TEXT NOT NULL,
  -- NULL where no tax is in the price; else its part of it in hundredths of a percent: 2000 is 20 %.
  tax_label TEXT,
  tax_rate_bp INTEGER CHECK (tax_rate_bp BETWEEN 1 AND 10000),
  created_at INTEGER NOT NULL,
  CHECK ((tax_label IS NULL) = (tax_rate_bp IS NULL))
) STRICT;
CREATE INDEX receipts_by_user ON receipts (user_id);

INSERT INTO receipts (payment_id, user_id, buyer_name, buyer_email, seller_name, seller_address, seller_tax_id, created_at)
  SELECT p.id, p.user_id, u.name, u.email, 'Ozvena', '', '', p.created_at
  FROM payments p JOIN users u ON u.id = p.user_id WHERE p.receipt_number IS NOT NULL;

CREATE TRIGGER receipts_fixed BEFORE UPDATE ON receipts
  WHEN NEW.payment_id <> OLD.payment_id OR NEW.user_id <> OLD.user_id OR NEW.seller_name <> OLD.seller_name
    OR NEW.seller_address <> OLD.seller_address OR NEW.seller_tax_id <> OLD.seller_tax_id
    OR NEW.tax_label IS NOT OLD.tax_label OR NEW.tax_rate_bp IS NOT OLD.tax_rate_bp OR NEW.created_at <> OLD.created_at
    OR (NEW.buyer_name IS NOT NULL AND NEW.buyer_name IS NOT OLD.buyer_name)
    OR (NEW.buyer_email IS NOT NULL AND NEW.buyer_email IS NOT OLD.buyer_email)
    OR (NEW.buyer_address IS NOT NULL AND NEW.buyer_address IS NOT OLD.buyer_address)
    OR (NEW.buyer_tax_id IS NOT NULL AND NEW.buyer_tax_id IS NOT OLD.buyer_tax_id)
BEGIN
  SELECT RAISE(ABORT, 'receipt_fixed');
END;
CREATE TRIGGER receipts_no_delete BEFORE DELETE ON receipts
BEGIN
  SELECT RAISE(ABORT, 'receipt_fixed');
END;
