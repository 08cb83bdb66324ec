import { DAY_MS } from '../../contract/admin-figures.ts';

/** The first moment of the day of a moment, UTC. */
export const dayOf = (at: number): number => at - (at % DAY_MS);

/** SQL: the ledger by day, kind, model and whether it was played, of rows from a moment until before `?2`. */
const ledgerFrom = (from: string): string => `
  SELECT l.created_at - l.created_at % ${DAY_MS} AS day, l.kind, COALESCE(j.model_id, '') AS model_id,
    COALESCE(j.demo, 0) AS is_demo, COUNT(*) AS row_count, SUM(l.change_credits) AS credits
  FROM credit_ledger l INDEXED BY credit_ledger_by_time LEFT JOIN jobs j ON j.id = l.job_id
  WHERE l.created_at >= ${from} AND l.created_at < ?2 GROUP BY 1, 2, 3, 4`;

/** SQL: calls that ended from a moment until before `?2`, without those that an owner's own key paid. */
const callsFrom = (from: string): string => `
  SELECT c.finished_at - c.finished_at % ${DAY_MS} AS day, c.provider, j.model_id, j.demo AS is_demo,
    COUNT(*) AS calls, SUM(c.outcome = 'failed') AS failed_calls,
    COALESCE(SUM(c.cost_microdollars), 0) AS told_microdollars,
    SUM(c.outcome = 'ok' AND c.cost_microdollars IS NULL) AS untold_calls,
    COALESCE(SUM(iif(c.outcome = 'ok' AND c.cost_microdollars IS NULL, COALESCE(c.billed_units, c.sent_units, 0), 0)), 0)
      AS untold_units
  FROM provider_calls c INDEXED BY provider_calls_by_end JOIN jobs j ON j.id = c.job_id
  WHERE c.finished_at >= ${from} AND c.finished_at < ?2
    AND NOT EXISTS (SELECT 1 FROM json_each(j.own_keys) k WHERE k.value = c.provider)
  GROUP BY 1, 2, 3, 4`;

/** SQL: before when days are over and summed; 0 where none is. */
export const CLOSED_BEFORE = 'COALESCE((SELECT before_at FROM closed_days), 0)';

type Sums = { table: string; columns: string; from: (from: string) => string };
const LEDGER: Sums = {
  table: 'ledger_days',
  columns: 'day, kind, model_id, is_demo, row_count, credits',
  from: ledgerFrom,
};
const CALLS: Sums = {
  table: 'vendor_days',
  columns: 'day, provider, model_id, is_demo, calls, failed_calls, told_microdollars, untold_calls, untold_units',
  from: callsFrom,
};

/**
 * SQL: what happened from `?1` until before `?2`, of days that are over by their sums and of the rest by its rows. The
 * mark between them is read by the same statement, so no row counts twice and none is missed.
 */
const sumsAndRows = ({ table, columns, from }: Sums): string => `
  SELECT ${columns} FROM ${table} WHERE day >= ?1 AND day < MIN(?2, ${CLOSED_BEFORE})
  UNION ALL SELECT ${columns} FROM (${from(`MAX(?1, ${CLOSED_BEFORE})`)})`;

export const LEDGER_DAYS = sumsAndRows(LEDGER);
export const VENDOR_DAYS = sumsAndRows(CALLS);

/** SQL: writes the sums of the days from `?1` until before `?2`, under a condition. */
const closing = ({ table, columns, from }: Sums, condition: string): string =>
  `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM (${from('?1')}) WHERE ${condition}`;

/** The statements that close days, each under the same condition. */
export const closings = (condition: string): readonly string[] => [
  closing(LEDGER, condition),
  closing(CALLS, condition),
];
