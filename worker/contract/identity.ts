import { z } from 'zod';
import { capSchema } from './daily-cap.ts';
import { EMAIL_MAX_CHARS, SIGN_IN_CODE_DIGITS } from './limits.ts';
import { TOKEN_SCOPES } from './permissions.ts';
import { nameSchema } from './profile.ts';
import { secondFactorField } from './second-factor.ts';
import { meSchema } from './users.ts';

/** An address as it is kept and compared: trimmed and in lower case. */
export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(EMAIL_MAX_CHARS)
  .pipe(z.email())
  .meta({ description: 'An e-mail address; case does not matter.', example: 'ada@example.com' });

export const codeRequestSchema = z.strictObject({ email: emailSchema }).meta({ id: 'CodeRequest' });

/** The same for known and unknown addresses: it says nothing about who has an account. */
export const codeSentSchema = z
  .strictObject({
    email: z.string(),
    expiresAt: z.int().meta({ description: 'Unix ms until which the code can be used.' }),
  })
  .meta({ id: 'CodeSent' });
export type CodeSent = z.infer<typeof codeSentSchema>;

export const codeVerifySchema = z
  .strictObject({
    email: emailSchema,
    code: z
      .string()
      .regex(new RegExp(`^[0-9]{${SIGN_IN_CODE_DIGITS}}$`), `The code has ${SIGN_IN_CODE_DIGITS} digits.`),
  })
  .meta({ id: 'CodeVerify' });

/** The address that is to become the account's. */
export const emailChangeSchema = codeRequestSchema.extend(secondFactorField).meta({ id: 'EmailChange' });

/** By what a session began; written into the login history. */
export const SIGN_IN_METHODS = ['email_code', 'google', 'demo'] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

export const signedInSchema = z
  .strictObject({
    kind: z.literal('session'),
    me: meSchema,
    isNew: z.boolean(),
    /** The account's first API token, shown this once; null for an account that was there before. */
    token: z.string().nullable(),
  })
  .meta({ id: 'SignedIn' });
export type SignedIn = z.infer<typeof signedInSchema>;

/** The first factor is proven; the session begins with a code of the second. */
export const secondFactorNeededSchema = z
  .strictObject({
    kind: z.literal('second_factor'),
    expiresAt: z.int().meta({ description: 'Unix ms until which the code can be given.' }),
  })
  .meta({ id: 'SecondFactorNeeded' });
export const signInOutcomeSchema = z
  .discriminatedUnion('kind', [signedInSchema, secondFactorNeededSchema])
  .meta({ id: 'SignInOutcome' });
export type SignInOutcome = z.infer<typeof signInOutcomeSchema>;

/** What the sign-in page may be opened with, after a sign-in that has failed elsewhere. */
export const SIGN_IN_PROBLEMS = [
  'google_denied',
  'google_expired',
  'google_unverified',
  'google_unavailable',
  'google_off',
  'account_blocked',
  'rate_limited',
  'unavailable',
] as const;
export type SignInProblem = (typeof SIGN_IN_PROBLEMS)[number];

export const firstTokenSchema = z
  .strictObject({ token: z.string().nullable().meta({ description: 'Shown this once; null when it was shown.' }) })
  .meta({ id: 'FirstToken' });

export const sessionSchema = z
  .strictObject({
    id: z.string(),
    /** For a person: "Firefox on Linux". */
    device: z.string(),
    ip: z.string(),
    createdAt: z.int(),
    lastUsedAt: z.int(),
    isCurrent: z.boolean(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof sessionSchema>;
export const sessionListSchema = z.strictObject({ items: z.array(sessionSchema) }).meta({ id: 'SessionList' });
export type SessionList = z.infer<typeof sessionListSchema>;

const scopesSchema = z
  .array(z.enum(TOKEN_SCOPES))
  .min(1)
  .refine((scopes) => new Set(scopes).size === scopes.length, 'Each scope is named once.')
  .meta({ description: 'read: look; generate: spend credits; admin: manage the account.' });

export const loginSchema = z
  .strictObject({
    id: z.string(),
    method: z.enum(SIGN_IN_METHODS),
    /** For a person: "Firefox on Linux". */
    device: z.string(),
    ip: z.string(),
    createdAt: z.int(),
    /** Whether the asking session began by it. */
    isCurrent: z.boolean(),
  })
  .meta({ id: 'Login' });
export type Login = z.infer<typeof loginSchema>;
export const loginListSchema = z
  .strictObject({ items: z.array(loginSchema), nextCursor: z.string().nullable() })
  .meta({ id: 'LoginList' });
export type LoginList = z.infer<typeof loginListSchema>;

export const apiTokenSchema = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.enum(TOKEN_SCOPES)),
    /** The most this token may ever spend; null: as much as the account has. */
    capCredits: z.int().nullable(),
    /** The most it may spend in a UTC day. */
    dailyCapCredits: z.int().nullable(),
    /** What its jobs have cost so far, refunds taken off; and those of today. */
    spentCredits: z.int(),
    spentTodayCredits: z.int(),
    /** The last four characters, to tell tokens apart; null for tokens from before they were kept. */
    hint: z.string().nullable(),
    createdAt: z.int(),
    lastUsedAt: z.int().nullable(),
  })
  .meta({ id: 'ApiToken' });
export type ApiToken = z.infer<typeof apiTokenSchema>;
export const apiTokenListSchema = z.strictObject({ items: z.array(apiTokenSchema) }).meta({ id: 'ApiTokenList' });
export type ApiTokenList = z.infer<typeof apiTokenListSchema>;
export const createApiTokenSchema = z
  .strictObject({
    name: nameSchema,
    scopes: scopesSchema.default([...TOKEN_SCOPES]),
    capCredits: capSchema.default(null),
    dailyCapCredits: capSchema.default(null),
    ...secondFactorField,
  })
  .meta({ id: 'CreateApiToken' });
export const createdApiTokenSchema = z
  .strictObject({ token: z.string().meta({ description: 'Shown this once.' }), item: apiTokenSchema })
  .meta({ id: 'CreatedApiToken' });
export type CreatedApiToken = z.infer<typeof createdApiTokenSchema>;
