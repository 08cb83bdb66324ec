import type { Context } from '../../context.ts';
import type { OpenCounts } from '../../contract/admin-books.ts';
import { OPEN_COUNT_MAX } from '../../contract/limits.ts';

/** Beyond the most that is told nothing is counted: each reads so many entries of its index at most. */
const countOf = (rows: string): string => `(SELECT COUNT(*) FROM (SELECT 1 FROM ${rows} LIMIT ${OPEN_COUNT_MAX}))`;

const COUNTS = `SELECT ${countOf('admin_events WHERE seen_at IS NULL')} AS alerts,
  ${countOf(`payment_events WHERE status = 'unmatched'`)} AS paymentEvents,
  ${countOf(`enterprise_requests WHERE status = 'open'`)} AS enterpriseRequests`;

/** How much waits for an operator's look, so that it is seen from every page of theirs. */
export const countOpen = async (ctx: Pick<Context, 'db'>): Promise<OpenCounts> => {
  const counts = await ctx.db.prepare(COUNTS).first<OpenCounts>();
  if (!counts) throw new Error('a count of rows gave no row');
  return counts;
};
