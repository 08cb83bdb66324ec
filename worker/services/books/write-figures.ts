import type { Context } from '../../context.ts';
import type { FiguresQuery, RevenueQuery } from '../../contract/admin-figures.ts';
import { type ExportRow, toCsv } from '../export/read-rows.ts';
import { toBody } from '../export/to-body.ts';
import { readExpenses } from './read-expenses.ts';
import { readRevenue } from './read-revenue.ts';

type File = { fileName: string; body: ReadableStream<Uint8Array> };

const PERIOD_COLUMNS = [
  'from',
  'payments',
  'receivedCents',
  'refunds',
  'refundedCents',
  'soldCredits',
  'grantedCredits',
  'usedCredits',
] as const;
const MODEL_COLUMNS = [
  'modelId',
  'vendorId',
  'jobs',
  'usedCredits',
  'incomeMicrodollars',
  'calls',
  'failedCalls',
  'units',
  'toldMicrodollars',
  'expenseMicrodollars',
  'unpricedCalls',
] as const;

const dayIn = (at: number): string => new Date(at).toISOString().slice(0, 10);

async function* onePage(rows: ExportRow[]) {
  yield rows;
}

const fileOf = (name: string, { from, to }: FiguresQuery, columns: readonly string[], rows: ExportRow[]): File => ({
  fileName: `ozvena-${name}-${dayIn(from)}-${dayIn(to - 1)}.csv`,
  body: toBody(toCsv(columns, onePage(rows))),
});

/** The days or months of the revenue as CSV. @throws AppError validation_failed. */
export const writeRevenue = async (ctx: Pick<Context, 'db'>, query: RevenueQuery): Promise<File> => {
  const { periods } = await readRevenue(ctx, query);
  const rows = periods.map(({ at, ...period }) => ({ from: dayIn(at), ...period }));
  return fileOf('revenue', query, PERIOD_COLUMNS, rows);
};

/** Each model with what it brought, and under it its vendors with what they cost, as CSV. @throws AppError validation_failed. */
export const writeExpenses = async (ctx: Pick<Context, 'db'>, query: FiguresQuery): Promise<File> => {
  const { models } = await readExpenses(ctx, query);
  const rows = models.flatMap(({ vendors, ...model }): ExportRow[] => [
    model,
    ...vendors.map(({ price: _, ...vendor }) => ({ modelId: model.modelId, ...vendor })),
  ]);
  return fileOf('expenses', query, MODEL_COLUMNS, rows);
};
