import type { Context } from '../../context.ts';
import type { Payment } from '../../contract/payments.ts';
import type { PaymentReceipt } from '../../contract/receipts.ts';
import { AppError } from '../../errors.ts';
import { includedTax } from '../../pricing/included-tax.ts';
import { type PaymentRow, SELECT_PAYMENTS, toPayment } from './payment-row.ts';
import { isWritable } from './pdf/letters.ts';

type ReceiptRow = {
  buyerName: string | null;
  buyerEmail: string | null;
  buyerAddress: string | null;
  buyerTaxId: string | null;
  sellerName: string;
  sellerAddress: string;
  sellerTaxId: string;
  taxLabel: string | null;
  taxRateBp: number | null;
};
type NoteRow = { amountMinor: number; takenCredits: number; owedCredits: number; madeAt: number };

const RECEIPT = `SELECT buyer_name AS buyerName, buyer_email AS buyerEmail, buyer_address AS buyerAddress,
    buyer_tax_id AS buyerTaxId, seller_name AS sellerName, seller_address AS sellerAddress,
    seller_tax_id AS sellerTaxId, tax_label AS taxLabel, tax_rate_bp AS taxRateBp FROM receipts WHERE payment_id = ?1`;
const NOTES = `SELECT amount_minor AS amountMinor, taken_credits AS takenCredits, owed_credits AS owedCredits,
    made_at AS madeAt FROM refunds WHERE payment_id = ?1 AND status = 'made' ORDER BY made_at, id`;

// By the unique index of each: the row that the payment gave, and those that its refunds took.
const LEDGER_ROWS = `SELECT seq, change_credits AS changeCredits, created_at AS createdAt FROM credit_ledger
  WHERE user_id = ?2 AND id IN (SELECT ledger_id FROM payments WHERE id = ?1
    UNION ALL SELECT ledger_id FROM refunds WHERE payment_id = ?1) ORDER BY seq`;

/** Each note's tax is what all notes up to it have, less what those before it had: together they have no more than the whole. */
const toNotes = (rows: readonly NoteRow[], rateBp: number): PaymentReceipt['creditNotes'] => {
  let backMinor = 0;
  return rows.map((row, index) => {
    const before = includedTax(backMinor, rateBp);
    backMinor += row.amountMinor;
    return { ...row, ordinal: index + 1, taxMinor: includedTax(backMinor, rateBp) - before };
  });
};

type Parts = { notes: readonly NoteRow[]; ledgerRows: PaymentReceipt['ledgerRows'] };

const toReceipt = (payment: Payment, row: ReceiptRow, { notes, ledgerRows }: Parts): PaymentReceipt => {
  const { taxLabel, taxRateBp } = row;
  const tax =
    taxLabel === null || taxRateBp === null
      ? null
      : { label: taxLabel, rateBp: taxRateBp, taxMinor: includedTax(payment.amountMinor, taxRateBp) };
  return {
    payment,
    seller: { name: row.sellerName, address: row.sellerAddress, taxId: row.sellerTaxId },
    buyer: { name: row.buyerName, email: row.buyerEmail, address: row.buyerAddress, taxId: row.buyerTaxId },
    tax,
    creditNotes: toNotes(notes, taxRateBp ?? 0),
    ledgerRows,
    hasPdf: Object.values(row).every((text) => typeof text !== 'string' || isWritable(text)),
  };
};

/**
 * A payment with its receipt: one's own, or anybody's for an operator.
 * @throws AppError not_found, also for a payment that came twice: it gave nothing and has no receipt.
 */
export const findReceipt = async (
  ctx: Pick<Context, 'db'>,
  { paymentId, userId, isOperator }: { paymentId: string; userId: string; isOperator: boolean },
): Promise<PaymentReceipt> => {
  const [payments, receipts, notes, rows] = await ctx.db.batch([
    ctx.db
      .prepare(`${SELECT_PAYMENTS} WHERE p.id = ?1 AND (p.user_id = ?2 OR ?3)`)
      .bind(paymentId, userId, isOperator ? 1 : 0),
    ctx.db.prepare(RECEIPT).bind(paymentId),
    ctx.db.prepare(NOTES).bind(paymentId),
    ctx.db.prepare(LEDGER_ROWS).bind(paymentId, userId),
  ]);
  const payment = payments?.results[0] as PaymentRow | undefined;
  const receipt = receipts?.results[0] as ReceiptRow | undefined;
  if (!payment || !receipt) throw new AppError('not_found', 'There is no such receipt.');
  return toReceipt(toPayment(payment), receipt, {
    notes: (notes?.results ?? []) as NoteRow[],
    ledgerRows: (rows?.results ?? []) as PaymentReceipt['ledgerRows'],
  });
};
