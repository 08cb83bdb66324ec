import type { Context } from '../../context.ts';
import {
  type CreditFlow,
  DAY_MS,
  type MoneyFlow,
  type Revenue,
  type RevenueQuery,
} from '../../contract/admin-figures.ts';
import { centsOfCredits } from '../../contract/credit-price.ts';
import type { LedgerKind } from '../../contract/money.ts';
import { checkRange } from './check-range.ts';
import { CLOSED_BEFORE, LEDGER_DAYS } from './days.ts';

type KindRow = { day: number; kind: LedgerKind; credits: number };
type MoneyRow = { day: number; processor: string; isRefund: number; count: number; cents: number };
type Standing = Pick<Revenue, 'mrrCents' | 'liveSubscriptions' | 'outstandingCredits' | 'owedCredits' | 'closedBefore'>;

/** Which figure each kind of row is part of. */
const FIGURE_OF: Record<LedgerKind, keyof CreditFlow> = {
  purchase: 'soldCredits',
  subscription_grant: 'soldCredits',
  signup_grant: 'grantedCredits',
  monthly_grant: 'grantedCredits',
  gift: 'giftCredits',
  adjustment: 'correctedCredits',
  charge: 'usedCredits',
  settle: 'usedCredits',
  refund: 'usedCredits',
  expiry: 'expiredCredits',
  payment_refund: 'takenBackCredits',
};

const NO_CREDITS: CreditFlow = {
  soldCredits: 0,
  grantedCredits: 0,
  giftCredits: 0,
  correctedCredits: 0,
  usedCredits: 0,
  expiredCredits: 0,
  takenBackCredits: 0,
};
const NO_MONEY: MoneyFlow = { payments: 0, receivedCents: 0, refunds: 0, refundedCents: 0 };

/** Hundredths of a currency as US cents at the rate of its order, each amount rounded by itself, half up. */
const CENTS = (amount: string, rate: string) => `(2 * ${amount} * 100 + ${rate}) / (2 * ${rate})`;
const DAY = (column: string) => `${column} - ${column} % ${DAY_MS}`;

const MONEY = `
  SELECT ${DAY('p.created_at')} AS day, p.processor, 0 AS isRefund, COUNT(*) AS count,
    SUM(${CENTS('p.amount_minor', 'p.minor_per_usd')}) AS cents
  FROM payments p WHERE p.created_at >= ?1 AND p.created_at < ?2 AND p.is_demo = ?3 GROUP BY 1, 2
  UNION ALL SELECT ${DAY('r.made_at')}, r.processor, 1, COUNT(*), SUM(${CENTS('r.amount_minor', 'p.minor_per_usd')})
  FROM refunds r JOIN payments p ON p.id = r.payment_id
  WHERE r.status = 'made' AND r.made_at >= ?1 AND r.made_at < ?2 AND p.is_demo = ?3 GROUP BY 1, 2`;

/** A yearly plan brings a twelfth of its price a month; one whose payment is being tried again is still counted. */
const STANDING = `
  SELECT COALESCE(SUM((2 * s.amount_minor * 100 + s.months * s.minor_per_usd) / (2 * s.months * s.minor_per_usd)), 0)
      AS mrrCents, COUNT(s.id) AS liveSubscriptions, (SELECT COALESCE(SUM(credits), 0) FROM users) AS outstandingCredits,
    (SELECT COALESCE(SUM(owed_credits - cleared_credits), 0) FROM credit_debts WHERE cleared_credits < owed_credits)
      AS owedCredits, ${CLOSED_BEFORE} AS closedBefore
  FROM (SELECT id, amount_minor, minor_per_usd, iif(period = 'yearly', 12, 1) AS months FROM subscriptions
    WHERE status IN ('active', 'pending') AND is_demo = ?1) s`;

const addMoney = (flow: MoneyFlow, { isRefund, count, cents }: MoneyRow): void => {
  flow[isRefund ? 'refunds' : 'payments'] += count;
  flow[isRefund ? 'refundedCents' : 'receivedCents'] += cents;
};

/** The first moment of the day or month that a day is in, UTC. */
const startOf = (by: RevenueQuery['by'], day: number): number => {
  const date = new Date(day);
  return by === 'day' ? day : Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
};

/** Every day or month of a time with nothing in it yet. */
const emptyPeriods = ({ from, to, by }: RevenueQuery) => {
  const periods = new Map<number, Revenue['periods'][number]>();
  for (let day = from; day < to; day += DAY_MS) {
    const at = startOf(by, day);
    if (!periods.has(at)) periods.set(at, { at, ...NO_MONEY, soldCredits: 0, usedCredits: 0, grantedCredits: 0 });
  }
  return periods;
};

/**
 * What came in, went back and is still owed, of real money or of what was played. docs/money.md says where each figure
 * comes from. @throws AppError validation_failed for a time that is too long.
 */
export const readRevenue = async (ctx: Pick<Context, 'db'>, query: RevenueQuery): Promise<Revenue> => {
  checkRange(query);
  const { from, to, by, demo } = query;
  const [kinds, moves, now] = await ctx.db.batch([
    ctx.db.prepare(`SELECT day, kind, SUM(credits) AS credits FROM (${LEDGER_DAYS}) GROUP BY 1, 2`).bind(from, to),
    ctx.db.prepare(MONEY).bind(from, to, Number(demo)),
    ctx.db.prepare(STANDING).bind(Number(demo)),
  ]);
  const standing = now?.results[0] as Standing;
  const credits = { ...NO_CREDITS };
  const money = { ...NO_MONEY };
  const periods = emptyPeriods(query);
  const processors = new Map<string, Revenue['processors'][number]>();
  for (const row of (kinds?.results ?? []) as KindRow[]) {
    const figure = FIGURE_OF[row.kind];
    credits[figure] += row.credits;
    const period = periods.get(startOf(by, row.day));
    if (period && (figure === 'soldCredits' || figure === 'usedCredits' || figure === 'grantedCredits'))
      period[figure] += row.credits;
  }
  for (const row of (moves?.results ?? []) as MoneyRow[]) {
    const processor = processors.get(row.processor) ?? { processor: row.processor, ...NO_MONEY };
    processors.set(row.processor, processor);
    const period = periods.get(startOf(by, row.day));
    for (const flow of [money, processor, ...(period ? [period] : [])]) addMoney(flow, row);
  }
  return {
    isDemo: demo,
    ...standing,
    outstandingCents: centsOfCredits(standing.outstandingCredits),
    credits,
    money,
    processors: [...processors.values()].sort((a, b) => b.receivedCents - a.receivedCents),
    periods: [...periods.values()],
  };
};
