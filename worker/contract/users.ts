import { z } from 'zod';
import { CAPTCHA_TOKEN_MAX_CHARS } from './limits.ts';
import { preferencesSchema } from './preferences.ts';
import { onboardingSchema, purposeSchema } from './profile.ts';

export const ROLES = ['guest', 'user', 'paid', 'admin', 'superadmin'] as const;
export const roleSchema = z.enum(ROLES).meta({ id: 'Role' });
export type Role = z.infer<typeof roleSchema>;

/** Whether the first credits have come, or wait for a captcha (G-02). */
export const signupGrantSchema = z.enum(['granted', 'waiting']).meta({ id: 'SignupGrant' });

export const claimGrantSchema = z
  .strictObject({
    captchaToken: z
      .string()
      .min(1)
      .max(CAPTCHA_TOKEN_MAX_CHARS)
      .meta({ description: 'From the widget that `GET /api/config` names; good once.' }),
  })
  .meta({ id: 'ClaimGrant' });

export const meSchema = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    role: roleSchema,
    isAdmin: z.boolean(),
    plan: z.string(),
    balanceCredits: z.int().nonnegative(),
    /** Of payments that were given back after they were spent: nothing new is made before it is cleared. */
    owedCredits: z.int().nonnegative(),
    signupGrant: signupGrantSchema,
    createdAt: z.int(),
    purpose: purposeSchema.nullable(),
    purposeNote: z.string().nullable(),
    /** The step of the first run that comes next. */
    onboarding: onboardingSchema,
    preferences: preferencesSchema,
    /** Set while the end of the account is planned: since when, and for when. */
    deletion: z.strictObject({ requestedAt: z.int(), dueAt: z.int() }).nullable(),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof meSchema>;
