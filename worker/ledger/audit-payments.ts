// The plus keeps SQLite from reading all rows of the user for each debt: their ids are near each other.
/** The rows of the ledger that went to the debt of a refund `d`: their ids begin with that of the refund's own row. */
const CLEARED = `(SELECT COALESCE(-SUM(c.change_credits), 0) FROM credit_ledger c WHERE c.kind = 'payment_refund'
  AND +c.user_id = d.user_id AND c.id > 'refund-' || d.refund_id || ':' AND c.id < 'refund-' || d.refund_id || ';')`;

/** What must not exist where money came in or went back, as in `audit.ts`: each row of one side has its row of the other. */
export const PAYMENT_CHECKS: Record<string, string> = {
  'I16 each sale in the ledger has its payment, of the same credits, and each payment its row': `
    SELECT l.id AS what FROM credit_ledger l WHERE l.kind IN ('purchase', 'subscription_grant') AND NOT EXISTS (
      SELECT 1 FROM payments p WHERE p.ledger_id = l.id AND p.user_id = l.user_id AND p.credits = l.change_credits)
    UNION ALL SELECT p.id FROM payments p WHERE p.ledger_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM credit_ledger l WHERE l.id = p.ledger_id AND l.kind IN ('purchase', 'subscription_grant'))`,
  'I17 what was given back of a payment is the sum of its refunds, and its credits went in proportion': `
    SELECT p.id AS what FROM payments p LEFT JOIN (SELECT payment_id, SUM(amount_minor) AS given,
      SUM(taken_credits + owed_credits) AS credits FROM refunds WHERE status = 'made' GROUP BY payment_id) r
      ON r.payment_id = p.id
    WHERE p.refunded_minor <> COALESCE(r.given, 0)
      OR (r.given IS NOT NULL AND r.credits <> p.credits * r.given / p.amount_minor)`,
  'I18 each refund that is made has its row and its debt, and a debt went down by the rows that cleared it': `
    SELECT r.id AS what FROM refunds r JOIN payments p ON p.id = r.payment_id WHERE r.status = 'made'
      AND p.ledger_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM credit_ledger l WHERE l.id = r.ledger_id
        AND l.user_id = r.user_id AND l.kind = 'payment_refund' AND l.change_credits = -r.taken_credits)
    UNION ALL SELECT r.id FROM refunds r LEFT JOIN credit_debts d ON d.refund_id = r.id
      WHERE COALESCE(d.owed_credits, 0) <> COALESCE(r.owed_credits, 0)
    UNION ALL SELECT d.refund_id FROM credit_debts d WHERE d.cleared_credits <> ${CLEARED}
    UNION ALL SELECT l.id FROM credit_ledger l WHERE l.kind = 'payment_refund'
      AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.ledger_id = l.id)
      AND NOT EXISTS (SELECT 1 FROM credit_debts d WHERE d.refund_id = substr(l.id, 8, instr(l.id, ':') - 8))`,
  'I19 receipts are numbered 1 to n': `
    SELECT 'receipts' AS what FROM (SELECT COUNT(receipt_number) AS n, COALESCE(MAX(receipt_number), 0) AS last
      FROM payments) WHERE n <> last`,
  'I20 each refund that an operator asked for has his entry in the audit log': `
    SELECT r.id AS what FROM refunds r WHERE r.source <> 'processor' AND NOT EXISTS (SELECT 1 FROM admin_actions a
      WHERE a.id = r.id AND a.action = 'payment_refunded' AND a.actor_id = r.admin_id AND a.target_id = r.user_id)`,
};
