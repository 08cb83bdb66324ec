import type { Context } from '../../context.ts';
import { SUBSCRIPTION_STATES } from '../../contract/money-states.ts';
import type { CertainNotice } from '../../contract/notification-kinds.ts';
import { ENDED_STATES, LIVE_STATES, type SubscriptionState } from '../../contract/plans.ts';
import type { Subscription } from '../../providers/payments.ts';
import { accessChanged } from '../access/access-changed.ts';
import { tellOwner } from '../jobs/tell-owner.ts';
import { type Notice, noticeStatements } from '../notifications/notice-statements.ts';
import { tellNotice } from '../notifications/tell-notice.ts';
import type { KnownSubscription } from './known-subscription.ts';
import { ENDED, LIVE, PRO } from './subscription-row.ts';

const MINUTE_MS = 60_000;
/** A cycle's payment is asked about so long after its end, and then as often, until it has come or the plan is over. */
const AFTER_CYCLE_MS = 10 * MINUTE_MS;
const OVERDUE_MS = 6 * 60 * MINUTE_MS;

const ORDER = ` ${SUBSCRIPTION_STATES.join(' ')} `;
const rankOf = (state: SubscriptionState): number => ORDER.indexOf(` ${state} `) + 1;

// The processor's own count of cycles comes first: it only grows. Then his clock, which tells whole seconds, and of
// what happened in one second, the order in which a subscription goes through its states.
const IS_OLDER = `(s.paid_cycles, s.told_at, instr('${ORDER}', ' ' || s.status || ' '))`;

const includes = (states: readonly SubscriptionState[], state: SubscriptionState): boolean => states.includes(state);

const nextCheckAt = ({ status, periodEndAt }: Subscription, now: number): number | null => {
  if (includes(ENDED_STATES, status)) return null;
  return periodEndAt !== null && periodEndAt > now ? periodEndAt + AFTER_CYCLE_MS : now + OVERDUE_MS;
};

/** What its owner is told of when a plan comes into a state. */
const NOTICES: Partial<Record<SubscriptionState, { kind: CertainNotice; title: string }>> = {
  pending: { kind: 'plan_payment_failed', title: 'The payment of your plan has failed.' },
  halted: { kind: 'plan_halted', title: 'Your plan is halted: it was not paid.' },
  cancelled: { kind: 'plan_ended', title: 'Your plan has ended.' },
  completed: { kind: 'plan_ended', title: 'Your plan has ended.' },
  expired: { kind: 'plan_ended', title: 'Your plan has ended.' },
};

/**
 * SQL: brings role and plan in line with whether the account has a plan that is paid. Who is more than a user stays it;
 * a role that an operator gave without a plan is none of this statement's. `?1` is the user.
 */
export const FOLLOW_PLAN = `
  UPDATE users SET plan = iif(plan = 'pro', 'free', 'pro'),
    role = iif(role = iif(plan = 'pro', 'paid', 'user'), iif(plan = 'pro', 'user', 'paid'), role)
  WHERE id = ?1 AND deleted_at IS NULL AND plan IN ('free', 'pro')
    AND (plan = 'pro') <> EXISTS (SELECT 1 FROM subscriptions s WHERE s.user_id = ?1 AND s.status IN ${PRO})`;

const APPLY = `
  UPDATE subscriptions AS s SET processor_subscription_id = COALESCE(s.processor_subscription_id, ?2), status = ?3,
    paid_cycles = ?4, told_at = ?5, period_start_at = COALESCE(?7, s.period_start_at),
    period_end_at = COALESCE(?8, s.period_end_at), next_charge_at = ?9, ended_at = ?10,
    next_check_at = iif(?3 = 'created', s.next_check_at, ?11),
    credits_per_month = t.credits_per_month, period = t.period, amount_minor = t.amount_minor,
    next_credits_per_month = iif(?12, s.next_credits_per_month, NULL), next_period = iif(?12, s.next_period, NULL),
    next_amount_minor = iif(?12, s.next_amount_minor, NULL), checkout = iif(?3 = 'created', s.checkout, NULL)
  FROM subscription_terms t
  WHERE s.id = ?1 AND t.subscription_id = s.id AND t.processor_plan_id = ?13 AND ${IS_OLDER} <= (?4, ?5, ?6)
    AND (s.status NOT IN ${ENDED} OR s.status = ?3)
    AND (?3 NOT IN ${LIVE} OR NOT EXISTS
      (SELECT 1 FROM subscriptions o WHERE o.user_id = s.user_id AND o.id <> s.id AND o.status IN ${LIVE}))`;

/** What is told late says nothing any more; but that it differs is a reason to ask how it stands. */
const ASK_SOON = `
  UPDATE subscriptions AS s SET next_check_at = ?5 WHERE s.id = ?1 AND s.status <> ?2 AND s.status NOT IN ${ENDED}
    AND ${IS_OLDER} > (?3, ?4, ?6) AND COALESCE(s.next_check_at, ?5 + 1) > ?5`;

const HAS_OTHER = `SELECT EXISTS (SELECT 1 FROM subscriptions o WHERE o.user_id = ?1 AND o.id <> ?2
  AND o.status IN ${LIVE}) AS other, (SELECT status FROM subscriptions WHERE id = ?2) AS status`;

type Told = { known: KnownSubscription; told: Subscription; toldAt: number };

const statementsOf = (ctx: Context, { known, told, toldAt }: Told, notice: Notice | undefined) => {
  const { status, paidCycles, periodStartAt, periodEndAt, nextChargeAt, endedAt } = told;
  const now = ctx.clock.now();
  const when = [paidCycles, toldAt, rankOf(status)];
  const isTurn = `EXISTS (SELECT 1 FROM subscriptions s WHERE s.id = ?6 AND s.status <> ?7 AND s.status IN ${LIVE}
    AND ${IS_OLDER} <= (?8, ?9, ?10))`;
  return [
    ...(notice ? noticeStatements(ctx, notice, { sql: isTurn, values: [known.id, status, ...when] }) : []),
    ctx.db
      .prepare(APPLY)
      .bind(
        ...[known.id, told.subscriptionId, status, ...when, periodStartAt, periodEndAt, nextChargeAt, endedAt],
        ...[nextCheckAt(told, now), told.hasScheduledChange ? 1 : 0, told.planId],
      ),
    ctx.db.prepare(FOLLOW_PLAN).bind(known.userId),
    ctx.db.prepare(ASK_SOON).bind(known.id, status, paidCycles, toldAt, now + MINUTE_MS, rankOf(status)),
    ctx.db.prepare(HAS_OTHER).bind(known.userId, known.id),
  ];
};

/**
 * Writes down how a subscription stands at its processor, with the role and the plan that follow from it, in one
 * commit. What is older than what is known changes nothing; neither does what is known already.
 * @param toldAt when it stood so, in unix ms
 * @returns `second` where its owner has another plan already: then this one may not live.
 */
export const applyState = async (ctx: Context, tale: Told): Promise<'applied' | 'second'> => {
  const { known, told } = tale;
  const words = NOTICES[told.status];
  const mail = { amountMinor: known.amountMinor, currency: known.currency };
  const notice = words && { ...words, id: ctx.ids.next(), userId: known.userId, mail };
  const results = await ctx.db.batch(statementsOf(ctx, tale, notice));
  // Also where nothing has changed: whoever was first may have died before this.
  await accessChanged(ctx, known.userId);
  await tellOwner(ctx, known.userId, { type: 'plan_changed', at: ctx.clock.now() });
  if (notice && results[0]?.meta.changes === 1) await tellNotice(ctx, notice);
  const left = results.at(-1)?.results[0] as { other: number; status: SubscriptionState } | undefined;
  const isShut = left?.other === 1 && includes(LIVE_STATES, told.status) && !includes(ENDED_STATES, left.status);
  return isShut ? 'second' : 'applied';
};
