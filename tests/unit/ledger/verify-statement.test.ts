import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { EMPTY_HEAD, planRow } from '../../../worker/ledger/plan.ts';
import type { LedgerDraft, LedgerRow } from '../../../worker/ledger/postings.ts';
import { writeStatement } from '../../../worker/services/ledger/write-statement.ts';

const DRAFTS: LedgerDraft[] = [
  { id: 'u:signup', kind: 'signup_grant', changeCredits: 5_000 },
  { id: 'a:charge', kind: 'charge', changeCredits: -3, jobId: 'a' },
  { id: 'u:gift', kind: 'gift', changeCredits: 10, adminId: 'boss', reason: 'For "you",\nand =1+1' },
  { id: 'u:fix', kind: 'adjustment', changeCredits: -7, adminId: 'boss', reason: '=HYPERLINK("x")' },
  { id: 'u:fix2', kind: 'adjustment', changeCredits: 1, adminId: 'boss', reason: "'=quoted" },
  { id: 'u:buy', kind: 'purchase', changeCredits: 100, provider: 'razorpay', orderId: 'order_1' },
];

const rowsOf = (): LedgerRow[] => {
  let head = EMPTY_HEAD;
  return DRAFTS.map((draft, at) => {
    const planned = planRow('u', head, draft, Date.UTC(2026, 10, 21) + at);
    if (!planned.ok) throw new Error(planned.code);
    head = planned.head;
    return planned.row;
  });
};

/** A database that holds these rows and answers the statement's one query. */
const databaseOf = (rows: LedgerRow[]) => ({
  prepare: () => ({
    bind: (_userId: string, afterSeq: number) => ({
      all: async () => ({ results: rows.filter(({ seq }) => seq > afterSeq) }),
    }),
  }),
});

const csvOf = async (rows: LedgerRow[]): Promise<string> => {
  const ctx = { db: databaseOf(rows), clock: { now: () => 0 } } as unknown as Parameters<typeof writeStatement>[0];
  return new Response(writeStatement(ctx, { userId: 'u' }).body).text();
};

/** What the published script says of a statement, and how it ends. */
const verify = (csv: string): { status: number; says: string } => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'statement-')), 'statement.csv');
  writeFileSync(file, csv);
  try {
    const says = execFileSync(process.execPath, ['docs/verify-statement.mjs', file], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return { status: 0, says };
  } catch (error) {
    const { status, stderr } = error as { status: number; stderr: string };
    return { status, says: stderr };
  }
};

test('a whole statement is sound, quotes, lines and formulas in its reasons included', async () => {
  expect(verify(await csvOf(rowsOf()))).toEqual({ status: 0, says: '6 rows are sound. Balance: 5101 credits.\n' });
});

test('a statement of some kinds alone is sound row by row, and said to be a part', async () => {
  const some = rowsOf().filter(({ kind }) => kind === 'adjustment' || kind === 'charge');
  expect(verify(await csvOf(some))).toEqual({ status: 0, says: '3 rows are sound. They are a part of a ledger.\n' });
});

test('an empty statement is nobody’s fault', async () => {
  expect(verify(await csvOf([]))).toEqual({ status: 0, says: '0 rows are sound. Balance: 0 credits.\n' });
});

test.each<[string, (csv: string) => string]>([
  ['a change', (csv) => csv.replace('charge,-3,4997', 'charge,-2,4998')],
  ['a reason', (csv) => csv.replace('For ""you""', 'For ""me""')],
  ['a time', (csv) => csv.replace(String(Date.UTC(2026, 10, 21) + 5), String(Date.UTC(2026, 10, 21) + 6))],
  [
    'the order of two rows',
    (csv) => {
      const [names, first, second, ...rest] = csv.split('\r\n');
      return [names, second, first, ...rest].join('\r\n');
    },
  ],
])('%s that was altered is found', async (_, alter) => {
  const csv = await csvOf(rowsOf());
  expect(alter(csv)).not.toBe(csv);
  expect(verify(alter(csv)).status).toBe(1);
});

test('a row whose hash was made anew no longer fits the row after it', async () => {
  const rows = rowsOf();
  const draft = { id: 'a:charge', kind: 'charge', changeCredits: -3, jobId: 'b' } as const;
  const forged = planRow('u', { seq: 1, balanceCredits: 5_000, hash: rows[0]?.hash ?? '' }, draft, 0);
  if (!forged.ok) throw new Error(forged.code);
  const { status, says } = verify(await csvOf(rows.map((row) => (row.seq === 2 ? forged.row : row))));
  expect([status, says]).toEqual([1, expect.stringContaining('Row 3')]);
});
