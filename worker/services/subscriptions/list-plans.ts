import type { Context } from '../../context.ts';
import { MONTHLY_GRANT_CREDITS, SIGNUP_GRANT_CREDITS } from '../../contract/grants.ts';
import { centsOfCycle, creditsOfCycle, PLAN_PERIODS, type Plans, PRO_SIZES } from '../../contract/plans.ts';
import { CURRENCIES_OF, PROCESSORS } from '../../contract/processors.ts';

/** Who takes subscriptions here; undefined where nobody is set up for it. */
export const findSeller = ({ payments }: Pick<Context, 'payments'>) =>
  PROCESSORS.map((id) => payments(id)).find((processor) => processor?.subscriptions !== undefined);

/** The plans that are sold (PLAN-01 to 03), and by whom they are paid here. */
export const listPlans = (ctx: Pick<Context, 'payments' | 'config'>): Plans => {
  const processor = findSeller(ctx);
  return {
    free: { signupCredits: SIGNUP_GRANT_CREDITS, creditsPerMonth: MONTHLY_GRANT_CREDITS },
    pro: PLAN_PERIODS.flatMap((period) =>
      PRO_SIZES.map((creditsPerMonth) => {
        const choice = { creditsPerMonth, period };
        return { ...choice, cycleCredits: creditsOfCycle(choice), cycleCents: centsOfCycle(choice) };
      }),
    ),
    processor: processor
      ? {
          id: processor.id,
          isDemo: processor.isDemo,
          currencies: CURRENCIES_OF[processor.id].filter((currency) => ctx.config.rates[currency] !== undefined),
        }
      : null,
  };
};
