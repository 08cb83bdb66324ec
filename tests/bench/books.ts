import { auditLedger } from '../../worker/ledger/audit.ts';
import { planRow } from '../../worker/ledger/plan.ts';
import type { LedgerHead, LedgerRow } from '../../worker/ledger/postings.ts';
import { closedLoop, type LoadResult } from './load.ts';
import type { BenchServer } from './servers.ts';

/** Rows of one statement: what a very busy person has. */
const ROWS_EACH = 10_000;
const BATCH_ROWS = 2_000;

const INSERT = `INSERT INTO credit_ledger (id, user_id, seq, kind, change_credits, balance_after_credits, prev_hash, hash, created_at)
  SELECT value->>'id', value->>'userId', value->>'seq', value->>'kind', value->>'changeCredits',
    value->>'balanceAfterCredits', value->>'prevHash', value->>'hash', value->>'createdAt' FROM json_each(?1) ORDER BY key`;

const fillLedger = async (db: D1Database, userId: string): Promise<void> => {
  const first = await db
    .prepare('SELECT seq, balance_after_credits AS balanceCredits, hash FROM credit_ledger WHERE user_id = ?1')
    .bind(userId)
    .first<LedgerHead>();
  if (!first) throw new Error('an account begins with a row');
  let head = first;
  while (head.seq < ROWS_EACH) {
    const rows: LedgerRow[] = [];
    while (rows.length < BATCH_ROWS && head.seq < ROWS_EACH) {
      const draft = { id: `${userId}:month-${head.seq}`, kind: 'monthly_grant', changeCredits: 5 } as const;
      const planned = planRow(userId, head, draft, Date.now());
      if (!planned.ok) throw new Error(planned.code);
      rows.push(planned.row);
      head = planned.head;
    }
    await db.prepare(INSERT).bind(JSON.stringify(rows)).run();
  }
};

/** Heap in use, in MB. */
const heapMb = (): number => process.memoryUsage().heapUsed / 2 ** 20;

export type BooksResult = { rows: number; auditSeconds: number; heapMb: number; page: LoadResult };

/** The audit of so many rows, by one reader; and a page of a statement of 10,000, by one request after the other. */
export const benchBooks = async (
  server: BenchServer,
  { userIds, cookie, seconds }: { userIds: string[]; cookie: string; seconds: number },
): Promise<BooksResult> => {
  for (const userId of userIds) await fillLedger(server.db, userId);
  const next = () => ({ method: 'GET', path: '/api/ledger?limit=50', headers: { cookie } }) as const;
  await closedLoop(server, { connections: 1, seconds: 1, next });
  const page = await closedLoop(server, { connections: 1, seconds, next });
  const startedAt = performance.now();
  let peakMb = 0;
  const report = await auditLedger(
    async (sql) => {
      const { results } = await server.db.prepare(sql).all();
      peakMb = Math.max(peakMb, heapMb());
      return results;
    },
    { now: Date.now() },
  );
  if (report.findings.length > 0) throw new Error(`the books are broken: ${report.findings[0]?.invariant}`);
  return { rows: report.rows, auditSeconds: (performance.now() - startedAt) / 1_000, heapMb: peakMb, page };
};
