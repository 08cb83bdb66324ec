import type { Context } from '../../context.ts';
import type { StatementFilter } from '../../contract/statement.ts';
import { readStatement } from '../../ledger/statement.ts';
import { toCsv } from '../export/read-rows.ts';
import { toBody } from '../export/to-body.ts';

/** Everything that goes into a row's hash is among them, so that a statement can be checked without us. */
const COLUMNS = [
  'seq',
  'time',
  'kind',
  'changeCredits',
  'balanceAfterCredits',
  'jobId',
  'reason',
  'provider',
  'orderId',
  'adminId',
  'id',
  'userId',
  'createdAt',
  'prevHash',
  'hash',
] as const;

async function* pagesOf(ctx: Context, userId: string, filter: StatementFilter) {
  for await (const rows of readStatement(ctx.db, userId, filter)) {
    yield rows.map((row) => ({ ...row, time: new Date(row.createdAt).toISOString() }));
  }
}

/** The user's own ledger as CSV, oldest row first, written while it is read. docs/verify-statement.mjs checks it offline. */
export const writeStatement = (
  ctx: Context,
  { userId, ...filter }: StatementFilter & { userId: string },
): { fileName: string; body: ReadableStream<Uint8Array> } => {
  const day = new Date(ctx.clock.now()).toISOString().slice(0, 10);
  return { fileName: `ozvena-credits-${day}.csv`, body: toBody(toCsv(COLUMNS, pagesOf(ctx, userId, filter))) };
};
