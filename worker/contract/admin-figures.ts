import { z } from 'zod';
import { reasonSchema } from './admin.ts';
import { VENDOR_COST_MAX_MICRODOLLARS } from './limits.ts';

export const DAY_MS = 86_400_000;
const daySchema = z.int().nonnegative().multipleOf(DAY_MS);
const isDay = z.coerce.number().int().nonnegative().multipleOf(DAY_MS);

/** From a first day to the day after the last, each the first moment of it, UTC. Played and real money are never mixed. */
export const figuresQuerySchema = z.strictObject({
  from: isDay.meta({ description: 'The first day: its first moment in unix milliseconds, UTC.' }),
  to: isDay.meta({ description: 'The day after the last.' }),
  demo: z.stringbool({ truthy: ['true'], falsy: ['false'] }).default(false),
});
export type FiguresQuery = z.infer<typeof figuresQuerySchema>;
export const revenueQuerySchema = figuresQuerySchema.extend({ by: z.enum(['day', 'month']).default('day') });
export type RevenueQuery = z.infer<typeof revenueQuerySchema>;

/** What moved of credits in a time; each as it stands in the ledger, so what goes out is negative. */
export const creditFlowSchema = z
  .strictObject({
    soldCredits: z.int(),
    grantedCredits: z.int(),
    giftCredits: z.int(),
    correctedCredits: z.int(),
    usedCredits: z.int(),
    expiredCredits: z.int(),
    /** Taken back for payments that were given back, debts that were cleared among them. */
    takenBackCredits: z.int(),
  })
  .meta({ id: 'CreditFlow' });
export type CreditFlow = z.infer<typeof creditFlowSchema>;

const flowOfMoney = {
  payments: z.int(),
  receivedCents: z.int(),
  refunds: z.int(),
  refundedCents: z.int(),
};
export const moneyFlowSchema = z.strictObject(flowOfMoney).meta({ id: 'MoneyFlow' });
export type MoneyFlow = z.infer<typeof moneyFlowSchema>;

export const revenueSchema = z
  .strictObject({
    isDemo: z.boolean(),
    /** Subscriptions that are paid for, and what they bring a month in US cents, each at its own rate. */
    mrrCents: z.int(),
    liveSubscriptions: z.int(),
    /** What people hold now, at the price of credits; and what they owe of payments that were given back. */
    outstandingCredits: z.int(),
    outstandingCents: z.int(),
    owedCredits: z.int(),
    /** Credits have no mark of the money that bought them: these are of all, played and real. */
    credits: creditFlowSchema,
    money: moneyFlowSchema,
    processors: z.array(moneyFlowSchema.extend({ processor: z.string() })),
    /** Every day or month of the time, those without money too. `at` is its first moment, UTC. */
    periods: z.array(
      moneyFlowSchema.extend({ at: z.int(), soldCredits: z.int(), usedCredits: z.int(), grantedCredits: z.int() }),
    ),
    /** Before this moment the ledger is read from the sums of days that are over. */
    closedBefore: z.int(),
  })
  .meta({ id: 'Revenue' });
export type Revenue = z.infer<typeof revenueSchema>;

export const vendorCostSchema = z
  .strictObject({
    version: z.int(),
    vendorId: z.string(),
    modelId: z.string(),
    microdollarsPer1000Units: z.int().nonnegative(),
    microdollarsPerCall: z.int().nonnegative(),
    fromDay: z.int(),
    setAt: z.int(),
  })
  .meta({ id: 'VendorCost' });
export type VendorCost = z.infer<typeof vendorCostSchema>;

const costSchema = z.int().min(0).max(VENDOR_COST_MAX_MICRODOLLARS);
export const setVendorCostSchema = z
  .strictObject({
    microdollarsPer1000Units: costSchema.meta({
      description: 'Millionths of a US dollar for 1,000 units or characters.',
    }),
    microdollarsPerCall: costSchema.meta({ description: 'For each call besides.' }),
    fromDay: daySchema.meta({ description: 'The first day it counts for, UTC; days that are over are reckoned anew.' }),
    reason: reasonSchema,
  })
  .meta({ id: 'SetVendorCost' });
export type SetVendorCost = z.infer<typeof setVendorCostSchema>;

const expense = {
  calls: z.int(),
  failedCalls: z.int(),
  expenseMicrodollars: z.int(),
  /** Calls that delivered, whose vendor told no cost, on days without a price: the expense lacks them. */
  unpricedCalls: z.int(),
};
export const expensesSchema = z
  .strictObject({
    isDemo: z.boolean(),
    totals: z.strictObject({
      ...expense,
      jobs: z.int(),
      usedCredits: z.int(),
      incomeMicrodollars: z.int(),
    }),
    models: z.array(
      z.strictObject({
        modelId: z.string(),
        jobs: z.int().meta({ description: 'Charged in this time.' }),
        usedCredits: z.int().meta({ description: 'Charged, less what was given back in this time.' }),
        incomeMicrodollars: z.int().meta({ description: 'The credits at their price, though some were given.' }),
        ...expense,
        vendors: z.array(
          z.strictObject({
            vendorId: z.string(),
            ...expense,
            units: z.int().meta({ description: 'Of the calls whose cost the vendor did not tell.' }),
            toldMicrodollars: z.int(),
            price: vendorCostSchema.nullable().meta({ description: 'What is in force on the last day.' }),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'Expenses' });
export type Expenses = z.infer<typeof expensesSchema>;
export const vendorCostListSchema = z.strictObject({ items: z.array(vendorCostSchema) }).meta({ id: 'VendorCostList' });
