import type { CapHolder } from '../contract/daily-cap.ts';
import type { CapRefusal, SubmitOp } from './account-ops.ts';
import { endOfDay, type Spent } from './spending.ts';

/**
 * Counts what the orders of a group spend, one after the other, on top of what was spent before it.
 * @param input.dailyCapCredits the account's own; null for none.
 */
export const countSpending = (input: { spent: Spent; dailyCapCredits: number | null; now: number }) => {
  const tokens = new Map(input.spent.tokens);
  let { todayCredits } = input.spent;
  const spentBy = (token: SubmitOp['token']) => (token && tokens.get(token.id)) ?? { allCredits: 0, todayCredits: 0 };

  const overDay = (capOf: CapHolder, capCredits: number | null, day: { costCredits: number; spentCredits: number }) =>
    capCredits !== null && day.spentCredits + day.costCredits > capCredits
      ? ({ ok: false, code: 'daily_cap_reached', capOf, capCredits, ...day, endsAt: endOfDay(input.now) } as const)
      : undefined;

  return {
    /** Why an order is above a cap; undefined where it is not. What costs nothing is above none. */
    refusalOf(token: SubmitOp['token'], costCredits: number): CapRefusal | undefined {
      if (costCredits === 0) return undefined;
      const spent = spentBy(token);
      if (token?.capCredits != null && spent.allCredits + costCredits > token.capCredits) {
        const leftCredits = Math.max(0, token.capCredits - spent.allCredits);
        return { ok: false, code: 'token_cap_reached', costCredits, leftCredits };
      }
      return (
        overDay('token', token?.dailyCapCredits ?? null, { costCredits, spentCredits: spent.todayCredits }) ??
        overDay('account', input.dailyCapCredits, { costCredits, spentCredits: todayCredits })
      );
    },
    add(token: SubmitOp['token'], costCredits: number): void {
      const spent = spentBy(token);
      const after = { allCredits: spent.allCredits + costCredits, todayCredits: spent.todayCredits + costCredits };
      if (token) tokens.set(token.id, after);
      todayCredits += costCredits;
    },
  };
};
