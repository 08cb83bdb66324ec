import type { LedgerEntry, StatementEntry } from '../contract/money.ts';
import type { StatementFilter } from '../contract/statement.ts';
import { readWork, workOf } from '../db/work.ts';
import { hashRow } from './plan.ts';
import type { LedgerRow } from './postings.ts';

/** Rows of one page: what is held in memory of a ledger of any length. */
const PAGE_ROWS = 2_000;

const COLUMNS = `id, user_id AS userId, seq, kind, change_credits AS changeCredits,
  balance_after_credits AS balanceAfterCredits, job_id AS jobId, provider, order_id AS orderId, admin_id AS adminId,
  reason, prev_hash AS prevHash, hash, created_at AS createdAt`;

/** The filter as SQL over `?4` (kind), `?5` (from) and `?6` (to). */
const MEANT = '(?4 IS NULL OR kind = ?4) AND created_at >= ?5 AND created_at < ?6';
const bindsOf = ({ kind, from = 0, to = Number.MAX_SAFE_INTEGER }: StatementFilter) => [kind ?? null, from, to];

export const toEntry = ({ userId: _, ...row }: LedgerRow): LedgerEntry => row;

/**
 * The payment that a row is of. What cleared a debt names its refund in its id; a payment has one row that it gave, a
 * refund one that it took. No part of what is hashed.
 */
const PAYMENT_ID = `CASE
  WHEN kind IN ('purchase', 'subscription_grant') THEN (SELECT p.id FROM payments p WHERE p.ledger_id = credit_ledger.id)
  WHEN kind = 'payment_refund' THEN (SELECT r.payment_id FROM refunds r
    WHERE r.id = substr(credit_ledger.id, 8, instr(credit_ledger.id || ':', ':') - 8)) END AS paymentId`;

/** A user's rows, newest first, below `beforeSeq`; at most `limit`. Their order is that of their numbers, not of any clock. */
export const readEntries = async (
  db: D1Database,
  userId: string,
  page: { beforeSeq: number; limit: number } & StatementFilter,
): Promise<StatementEntry[]> => {
  const { results } = await db
    .prepare(
      `SELECT ${COLUMNS}, ${PAYMENT_ID}, ${workOf('credit_ledger.job_id')} AS work FROM credit_ledger
        WHERE user_id = ?1 AND seq < ?2 AND ${MEANT} ORDER BY seq DESC LIMIT ?3`,
    )
    .bind(userId, page.beforeSeq, page.limit, ...bindsOf(page))
    .all<LedgerRow & { paymentId: string | null; work: string | null }>();
  return results.map(({ paymentId, work, ...row }) => ({ ...toEntry(row), paymentId, work: readWork(work) }));
};

/** The rows of a job, in their order. */
export const jobRowsStatement = (db: D1Database, jobId: string): D1PreparedStatement =>
  db.prepare(`SELECT ${COLUMNS} FROM credit_ledger WHERE job_id = ?1 ORDER BY seq`).bind(jobId);

/** A user's rows, oldest first, a page at a time. */
export async function* readStatement(
  db: D1Database,
  userId: string,
  filter: StatementFilter,
): AsyncGenerator<LedgerRow[]> {
  for (let afterSeq = 0, isLast = false; !isLast; ) {
    const { results } = await db
      .prepare(
        `SELECT ${COLUMNS} FROM credit_ledger WHERE user_id = ?1 AND seq > ?2 AND ${MEANT} ORDER BY seq LIMIT ?3`,
      )
      .bind(userId, afterSeq, PAGE_ROWS, ...bindsOf(filter))
      .all<LedgerRow>();
    isLast = results.length < PAGE_ROWS;
    afterSeq = results.at(-1)?.seq ?? afterSeq;
    if (results.length > 0) yield results;
  }
}

/** Whether a row follows from the one before it in its ledger (none before the first), and is what its hash says. */
export const follows = (row: LedgerRow, previous: LedgerRow | undefined): boolean =>
  row.seq === (previous?.seq ?? 0) + 1 &&
  row.prevHash === (previous?.hash ?? '') &&
  row.balanceAfterCredits === (previous?.balanceAfterCredits ?? 0) + row.changeCredits &&
  row.hash === hashRow(row);
