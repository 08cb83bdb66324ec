import type { Context } from '../../context.ts';
import type { Plan, PlanLimit, PlanLimitList } from '../../contract/admin.ts';
import type { LimitClass } from '../../contract/permissions.ts';
import { AppError } from '../../errors.ts';
import { ifRecorded, type Origin, recordAction } from '../audit/record-action.ts';
import { tellOperators } from '../audit/tell-operators.ts';

const COLUMNS = `plan, limit_class AS limitClass, requests, window_ms / 1000 AS windowSeconds`;

/** The request limits of every plan. */
export const listPlanLimits = async (ctx: Context): Promise<PlanLimitList> => {
  const { results } = await ctx.db
    .prepare(`SELECT ${COLUMNS} FROM rate_limits ORDER BY instr('free pro enterprise', plan), limit_class DESC`)
    .all<PlanLimit>();
  return { items: results };
};

/**
 * Changes how often the accounts of a plan may ask. It is felt within a minute: an account's object looks again that
 * often.
 * @throws AppError not_found for a plan or class that does not exist.
 */
export const changePlanLimit = async (
  ctx: Context,
  input: {
    operatorId: string;
    plan: Plan;
    limitClass: LimitClass;
    requests: number;
    reason: string;
    origin: Origin;
  },
): Promise<PlanLimit> => {
  const { operatorId, plan, limitClass, requests, reason, origin } = input;
  const id = ctx.ids.next();
  const state = (value: string) => `json_object('limitClass', limit_class, 'requests', ${value})`;
  const entry = {
    id,
    actor: { kind: 'user', id: operatorId },
    action: 'limit_changed',
    target: { kind: 'plan', id: plan },
    reason,
    origin,
  } as const;
  const [recorded, , read] = await ctx.db.batch<PlanLimit>([
    recordAction(ctx, entry, {
      before: state('requests'),
      // A bound number is a real one, and 120.0 would not equal 120.
      after: state('CAST(?4 AS INTEGER)'),
      from: 'FROM rate_limits WHERE plan = ?2 AND limit_class = ?3',
      values: [plan, limitClass, requests],
    }),
    ctx.db
      .prepare(`UPDATE rate_limits SET requests = ?3 WHERE plan = ?1 AND limit_class = ?2 AND ${ifRecorded('?4')}`)
      .bind(plan, limitClass, requests, id),
    ctx.db.prepare(`SELECT ${COLUMNS} FROM rate_limits WHERE plan = ?1 AND limit_class = ?2`).bind(plan, limitClass),
  ]);
  const limit = read?.results[0];
  if (!limit) throw new AppError('not_found', 'There is no such limit.');
  if (recorded?.meta.changes === 1) await tellOperators(ctx, entry);
  return limit;
};
