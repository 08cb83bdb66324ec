import { HISTORY_MAX_ITEMS } from '../contract/limits.ts';
import { JOB_DEADLINE_MAX_MS } from './account-ops.ts';
import { BOOKS_SQL, type Books, closeBooks } from './accounts.ts';
import { PAYMENT_CHECKS } from './audit-payments.ts';
import type { LedgerRow } from './postings.ts';
import { follows } from './statement.ts';

/** Rows of one page of the chain check: what is held in memory at a time. */
const PAGE_ROWS = 5_000;
/** Findings of one invariant that are listed; more of the same help nobody. */
const FINDINGS_MAX = 20;
/** A job past its deadline is closed by the next sweep; so long that may take. */
const SWEEP_GRACE_MS = 2 * 60_000;

export type Finding = { invariant: string; what: string };
export type AuditReport = {
  rows: number;
  users: number;
  jobs: number;
  books: Books;
  checked: string[];
  findings: Finding[];
};

/** Runs one SELECT and returns its rows. The SQL is our own and holds no input of anybody. */
export type Query = (sql: string) => Promise<Record<string, unknown>[]>;

/** Each finds what must not exist: an empty answer is a kept invariant. Numbers as in the list of invariants. */
const checks = (now: number): Record<string, string> => ({
  'I1 balance is the sum of the ledger, never negative': `
    SELECT u.id AS what FROM users u LEFT JOIN (SELECT user_id, SUM(change_credits) AS total, MAX(seq) AS last
      FROM credit_ledger GROUP BY user_id) l ON l.user_id = u.id
    WHERE u.credits <> COALESCE(l.total, 0) OR u.credits < 0 OR u.ledger_seq <> COALESCE(l.last, 0)`,
  'I2 each job has its charge, and ended ones what their end demands': `
    SELECT j.id || ' ' || j.status AS what FROM jobs j LEFT JOIN (SELECT job_id, SUM(kind = 'charge') AS charges,
      SUM(kind = 'settle') AS settles, SUM(kind = 'refund') AS refunds FROM credit_ledger WHERE job_id IS NOT NULL
      GROUP BY job_id) l ON l.job_id = j.id
    WHERE COALESCE(l.charges, 0) <> 1 OR l.settles + l.refunds > 1
      OR (j.status IN ('failed', 'expired') AND l.refunds <> 1)
      OR (j.status = 'canceled' AND j.error_code = 'canceled' AND l.refunds <> 1)
      OR (j.status NOT IN ('failed', 'expired', 'canceled') AND l.refunds <> 0)`,
  'I3 no open job is older than its deadline and one sweep': `
    SELECT id || ' ' || status AS what FROM jobs
    WHERE status IN ('queued', 'running', 'preview_ready', 'finalizing') AND deadline_at < ${now - SWEEP_GRACE_MS}`,
  'I4 no more is given back than was charged': `
    SELECT job_id AS what FROM credit_ledger WHERE job_id IS NOT NULL GROUP BY job_id HAVING SUM(change_credits) > 0`,
  'I5 one purchase per order': `
    SELECT provider || ' ' || order_id AS what FROM credit_ledger WHERE kind = 'purchase'
    GROUP BY provider, order_id HAVING COUNT(*) > 1`,
  // What a turn delivers are words: they stand in its conversation, and go with it.
  'I6 a history has no more than it may but what was brought back, and what left it is on its way out': `
    SELECT user_id AS what FROM generations WHERE removing_since IS NULL AND restored_at IS NULL
    GROUP BY user_id HAVING COUNT(*) > ${HISTORY_MAX_ITEMS}
    UNION ALL SELECT g.id FROM generations g WHERE g.removing_since IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM deletion_queue q WHERE q.job_id = g.job_id)`,
  'I7 a completed job has its file, a refunded one shows none': `
    SELECT j.id AS what FROM jobs j WHERE
      (j.status = 'completed' AND j.module <> 'text' AND NOT EXISTS (SELECT 1 FROM assets a
        WHERE a.job_id = COALESCE(j.cached_from, j.id) AND a.kind = 'final'))
      OR (j.status IN ('failed', 'expired') AND EXISTS (SELECT 1 FROM assets a WHERE a.job_id = j.id AND a.is_deleted = 0))`,
  'I9 times of a job only go forward': `
    SELECT id AS what FROM jobs WHERE (completed_at IS NULL) <> (status IN ('queued', 'running', 'preview_ready', 'finalizing'))
      OR deadline_at > created_at + ${JOB_DEADLINE_MAX_MS}`,
  'I10 all changes together are all balances together': `
    SELECT 'sum of ledger and of balances differ' AS what
    WHERE (SELECT COALESCE(SUM(change_credits), 0) FROM credit_ledger) <> (SELECT COALESCE(SUM(credits), 0) FROM users)`,
  'I13 each gift and each correction has the operator’s entry in the audit log': `
    SELECT l.id AS what FROM credit_ledger l WHERE l.kind IN ('gift', 'adjustment') AND NOT EXISTS (
      SELECT 1 FROM admin_actions a WHERE a.id = l.id AND a.target_id = l.user_id AND a.actor_id = l.admin_id
        AND a.state_after->>'balanceCredits' - a.state_before->>'balanceCredits' = l.change_credits)
    UNION ALL SELECT a.id FROM admin_actions a WHERE a.action IN ('credits_given', 'credits_adjusted')
      AND NOT EXISTS (SELECT 1 FROM credit_ledger l WHERE l.id = a.id)`,
  ...PAYMENT_CHECKS,
  'I14 a charge is the price that its job names': `
    SELECT l.id AS what FROM credit_ledger l JOIN jobs j ON j.id = l.job_id
    WHERE l.kind = 'charge' AND l.change_credits <> -j.cost_credits`,
  'I11 no row of one user carries an id of another': `
    SELECT l.id AS what FROM credit_ledger l JOIN jobs j ON j.id = l.job_id WHERE j.user_id <> l.user_id
    UNION ALL SELECT a.id FROM assets a JOIN jobs j ON j.id = a.job_id WHERE j.user_id <> a.user_id
    UNION ALL SELECT g.id FROM generations g JOIN jobs j ON j.id = g.job_id WHERE j.user_id <> g.user_id
    UNION ALL SELECT n.id FROM notifications n JOIN jobs j ON j.id = n.job_id WHERE j.user_id <> n.user_id
    UNION ALL SELECT l.id FROM credit_ledger l WHERE l.job_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.id = l.job_id)`,
});

const BOOKS = 'I15 every credit came and went by an account, and all accounts are all balances';
const CHAIN = 'I12 each ledger is an unbroken chain of hashes, numbered 1 to n';

const toRow = (row: Record<string, unknown>): LedgerRow => ({
  id: String(row.id),
  userId: String(row.user_id),
  seq: Number(row.seq),
  kind: row.kind as LedgerRow['kind'],
  changeCredits: Number(row.change_credits),
  balanceAfterCredits: Number(row.balance_after_credits),
  jobId: row.job_id as string | null,
  provider: row.provider as string | null,
  orderId: row.order_id as string | null,
  adminId: row.admin_id as string | null,
  reason: row.reason as string | null,
  prevHash: String(row.prev_hash),
  hash: String(row.hash),
  createdAt: Number(row.created_at),
});

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Walks every chain in pages, so that memory stays flat whatever the number of rows. */
const auditChains = async (query: Query, findings: Finding[]): Promise<number> => {
  let rows = 0;
  let last: LedgerRow | undefined;
  for (;;) {
    const after = last ? `WHERE (user_id, seq) > (${quote(last.userId)}, ${last.seq})` : '';
    const page = await query(`SELECT * FROM credit_ledger ${after} ORDER BY user_id, seq LIMIT ${PAGE_ROWS}`);
    for (const raw of page) {
      const row = toRow(raw);
      const previous = last?.userId === row.userId ? last : undefined;
      if (!follows(row, previous) && findings.length < FINDINGS_MAX)
        findings.push({ invariant: CHAIN, what: `${row.userId} ${row.seq}` });
      last = row;
    }
    rows += page.length;
    if (page.length < PAGE_ROWS) return rows;
  }
};

/**
 * Checks the invariants of the books on any database, reading only. It repairs nothing.
 * @returns what was looked at, and every finding; no findings means all invariants hold.
 */
export const auditLedger = async (query: Query, options: { now: number }): Promise<AuditReport> => {
  const findings: Finding[] = [];
  const all = checks(options.now);
  for (const [invariant, sql] of Object.entries(all)) {
    const broken = await query(`${sql} LIMIT ${FINDINGS_MAX}`);
    findings.push(...broken.map((row) => ({ invariant, what: String(row.what) })));
  }
  const { faults, ...books } = closeBooks(await query(BOOKS_SQL));
  findings.push(...faults.map((what) => ({ invariant: BOOKS, what })));
  const rows = await auditChains(query, findings);
  const [counts] = await query('SELECT (SELECT COUNT(*) FROM users) AS users, (SELECT COUNT(*) FROM jobs) AS jobs');
  return {
    rows,
    users: Number(counts?.users),
    jobs: Number(counts?.jobs),
    books,
    checked: [...Object.keys(all), BOOKS, CHAIN],
    findings,
  };
};
