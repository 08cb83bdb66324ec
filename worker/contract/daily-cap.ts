import { z } from 'zod';
import { CAP_MAX_CREDITS } from './limits.ts';
import { secondFactorField } from './second-factor.ts';

/** A cap in credits as it is asked for; null for none. */
export const capSchema = z.int().min(1).max(CAP_MAX_CREDITS).nullable();

/** Whose cap a refused order has met. */
export const CAP_HOLDERS = ['account', 'token'] as const;
export type CapHolder = (typeof CAP_HOLDERS)[number];

/** The most that an account may spend in a UTC day, and how much of today's is spent. */
export const dailyCapSchema = z
  .strictObject({
    /** Null: as much as the balance allows. */
    capCredits: z.int().nullable(),
    /** What was ordered today, less what of it came back. */
    spentCredits: z.int().nonnegative(),
    endsAt: z.int().meta({ description: 'Unix ms at which the next day begins.' }),
  })
  .meta({ id: 'DailyCap' });
export type DailyCap = z.infer<typeof dailyCapSchema>;

export const changeDailyCapSchema = z
  .strictObject({ capCredits: capSchema, ...secondFactorField })
  .meta({ id: 'ChangeDailyCap' });
