import type { Context } from '../context.ts';
import { DAY_MS } from '../contract/admin-figures.ts';
import { raiseAlert } from '../services/alerts/raise-alert.ts';
import { closings, dayOf } from '../services/books/days.ts';

/** Days of one commit, so that a house that begins with years of books closes them in steps. */
const STEP_DAYS = 31;
/** A row is written soon after the moment it bears; so long after midnight nothing of the day before comes any more. */
const SETTLED_AFTER_MS = 2 * 3_600_000;

const readStart = async (ctx: Context): Promise<number | undefined> => {
  const row = await ctx.db
    .prepare(
      `SELECT COALESCE((SELECT before_at FROM closed_days), (SELECT MIN(at) FROM (
          SELECT MIN(created_at) AS at FROM credit_ledger UNION ALL
          SELECT MIN(finished_at) FROM provider_calls WHERE finished_at IS NOT NULL))) AS at`,
    )
    .first<{ at: number | null }>();
  return typeof row?.at === 'number' ? dayOf(row.at) : undefined;
};

/** Sums the days from one on until before another, if nobody else has meanwhile: the sums and the mark are one commit. */
const closeStep = async (ctx: Context, from: number, before: number): Promise<void> => {
  const isNext = 'COALESCE((SELECT before_at FROM closed_days), ?1) = ?1';
  await ctx.db.batch([
    ...closings(isNext).map((sql) => ctx.db.prepare(sql).bind(from, before)),
    ctx.db
      .prepare(
        `INSERT INTO closed_days (id, before_at) SELECT 1, ?2 WHERE ${isNext}
          ON CONFLICT (id) DO UPDATE SET before_at = excluded.before_at`,
      )
      .bind(from, before),
  ]);
};

/** The sums against the rows they are of: where they differ, a row came late or was changed, and a person has to look. */
const proveSums = async (ctx: Context): Promise<void> => {
  const found = await ctx.db
    .prepare(
      `SELECT d.rows AS summedRows, d.credits AS summedCredits, l.rows AS rows, l.credits AS credits
        FROM (SELECT COALESCE(SUM(row_count), 0) AS rows, COALESCE(SUM(credits), 0) AS credits FROM ledger_days) d,
          (SELECT COUNT(*) AS rows, COALESCE(SUM(change_credits), 0) AS credits FROM credit_ledger
            WHERE created_at < (SELECT before_at FROM closed_days)) l
        WHERE d.rows <> l.rows OR d.credits <> l.credits`,
    )
    .first<Record<'summedRows' | 'summedCredits' | 'rows' | 'credits', number>>();
  if (found) await raiseAlert(ctx, { kind: 'days_do_not_sum', detail: found });
};

/**
 * Daily: sums the days that are over, so that the operators' figures need not read every row. What was missed is caught up
 * with, and run twice it adds nothing.
 */
export const closeDays = async (ctx: Context): Promise<void> => {
  const start = await readStart(ctx);
  const end = dayOf(ctx.clock.now() - SETTLED_AFTER_MS);
  if (start === undefined) return;
  for (let from = start; from < end; from += STEP_DAYS * DAY_MS) {
    await closeStep(ctx, from, Math.min(end, from + STEP_DAYS * DAY_MS));
  }
  await proveSums(ctx);
};
