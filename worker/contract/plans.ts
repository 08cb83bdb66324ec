import { z } from 'zod';
import { centsOfCredits } from './credit-price.ts';
import { CLIENT_JOB_ID_MAX_CHARS } from './limits.ts';
import { SUBSCRIPTION_STATES } from './money-states.ts';
import { checkoutSchema, currencySchema, processorSchema, returnFieldsSchema } from './processors.ts';

/** The sizes of Pro, in credits a month (G-05). */
export const PRO_SIZES = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000] as const;
export const PLAN_PERIODS = ['monthly', 'yearly'] as const;
export type PlanPeriod = (typeof PLAN_PERIODS)[number];
/** PLAN-03: a year is twelve months, in price and in credits, which come at once. */
export const MONTHS_OF: Record<PlanPeriod, number> = { monthly: 1, yearly: 12 };

/** A size of Pro paid by the month or by the year. */
export type PlanChoice = { creditsPerMonth: number; period: PlanPeriod };

/** What a cycle gives, in credits. */
export const creditsOfCycle = ({ creditsPerMonth, period }: PlanChoice): number => creditsPerMonth * MONTHS_OF[period];
/** What a cycle costs, in US cents: the price of a month, as often as it has months. */
export const centsOfCycle = ({ creditsPerMonth, period }: PlanChoice): number =>
  centsOfCredits(creditsPerMonth) * MONTHS_OF[period];

/** How often a subscription is charged before it ends by itself: ten years, within what cards are authorized for. */
export const CYCLES_OF: Record<PlanPeriod, number> = { monthly: 120, yearly: 10 };

export const proSizeSchema = z.literal(PRO_SIZES);
export const planPeriodSchema = z.enum(PLAN_PERIODS);

export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number];
/** Nobody has two of these at once: what is charged, was to be, or can be again. */
export const LIVE_STATES = ['authenticated', 'active', 'pending', 'paused', 'halted'] as const;
/** With these the account is on Pro. While a charge is `pending`, the processor tries it again. */
export const PRO_STATES = ['active', 'pending'] as const;
export const ENDED_STATES = ['cancelled', 'completed', 'expired'] as const;

export const createSubscriptionSchema = z
  .strictObject({
    clientSubscriptionId: z.string().min(1).max(CLIENT_JOB_ID_MAX_CHARS),
    creditsPerMonth: proSizeSchema,
    period: planPeriodSchema,
    currency: currencySchema.default('USD'),
  })
  .meta({ id: 'CreateSubscription' });
export type CreateSubscription = z.infer<typeof createSubscriptionSchema>;
export const changeSubscriptionSchema = z
  .strictObject({ creditsPerMonth: proSizeSchema, period: planPeriodSchema })
  .meta({ id: 'ChangeSubscription' });
export const verifySubscriptionSchema = z
  .strictObject({ fields: returnFieldsSchema.default({}) })
  .meta({ id: 'VerifySubscription' });

export const subscriptionSchema = z
  .strictObject({
    id: z.string(),
    processor: processorSchema,
    status: z.enum(SUBSCRIPTION_STATES),
    creditsPerMonth: z.int().positive(),
    period: planPeriodSchema,
    /** What each cycle costs, in the hundredths of the currency. */
    amountMinor: z.int().positive(),
    currency: currencySchema,
    /** The rate that it was sold at, and is charged at. */
    minorPerUsd: z.int().positive(),
    isDemo: z.boolean(),
    paidCycles: z.int().nonnegative(),
    /** The cycle that is paid for. */
    periodStartAt: z.int().nullable(),
    periodEndAt: z.int().nullable(),
    /** When the next invoice is charged; null where none comes. */
    nextChargeAt: z.int().nullable(),
    cancelsAtEnd: z.boolean(),
    /** What begins at the cycle's end; null where nothing changes. */
    next: z
      .strictObject({
        creditsPerMonth: z.int().positive(),
        period: planPeriodSchema,
        amountMinor: z.int().positive(),
      })
      .nullable(),
    createdAt: z.int(),
    endedAt: z.int().nullable(),
    /** How it is paid, while it can be begun. */
    checkout: checkoutSchema.nullable(),
  })
  .meta({ id: 'Subscription' });
export type Subscription = z.infer<typeof subscriptionSchema>;

/** The subscription that counts: the live one, or the last; null for somebody who never had one. */
export const currentSubscriptionSchema = z
  .strictObject({ subscription: subscriptionSchema.nullable() })
  .meta({ id: 'CurrentSubscription' });

/** What is sold, in US cents. Another currency is counted at its rate of the moment (`GET /api/selling`). */
export const plansSchema = z
  .strictObject({
    free: z.strictObject({ signupCredits: z.int().nonnegative(), creditsPerMonth: z.int().nonnegative() }),
    pro: z.array(
      z.strictObject({
        creditsPerMonth: proSizeSchema,
        period: planPeriodSchema,
        /** Of a cycle: a month, or a year at once. */
        cycleCredits: z.int().positive(),
        cycleCents: z.int().positive(),
      }),
    ),
    /** By whom plans are paid here; null where nobody is set up for it. */
    processor: z
      .strictObject({ id: processorSchema, isDemo: z.boolean(), currencies: z.array(currencySchema) })
      .nullable(),
  })
  .meta({ id: 'Plans' });
export type Plans = z.infer<typeof plansSchema>;

const COMPANY_MAX_CHARS = 120;
const ENTERPRISE_MESSAGE_MAX_CHARS = 2_000;
const ENTERPRISE_MAX_CREDITS = 100_000_000;
export const askForEnterpriseSchema = z
  .strictObject({
    company: z.string().trim().min(1).max(COMPANY_MAX_CHARS),
    creditsPerMonth: z.int().positive().max(ENTERPRISE_MAX_CREDITS),
    message: z.string().trim().min(1).max(ENTERPRISE_MESSAGE_MAX_CHARS),
  })
  .meta({ id: 'AskForEnterprise' });
