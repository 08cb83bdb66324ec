import { z } from 'zod';
import { apiTokenSchema, sessionSchema } from './identity.ts';
import { clientJobIdSchema, jobStatusSchema, pageQuerySchema } from './jobs.ts';
import {
  ADJUSTMENT_MAX_CREDITS,
  GIFT_MAX_CREDITS,
  RATE_LIMIT_MAX_REQUESTS,
  REASON_MAX_CHARS,
  USER_SEARCH_MAX_CHARS,
} from './limits.ts';
import { moduleSchema } from './modules.ts';
import { statementEntrySchema } from './money.ts';
import { LIMIT_CLASSES } from './permissions.ts';
import { roleSchema } from './users.ts';

/** Roles that an account can have. A guest has no account. */
export const accountRoleSchema = roleSchema.exclude(['guest']);
export type AccountRole = z.infer<typeof accountRoleSchema>;

export const PLANS = ['free', 'pro', 'enterprise'] as const;
export const planSchema = z.enum(PLANS).meta({ id: 'Plan' });
export type Plan = z.infer<typeof planSchema>;

/** Everything that is written into the audit log, by name. */
export const ADMIN_ACTIONS = [
  'user_blocked',
  'user_unblocked',
  'role_changed',
  'limit_changed',
  'vendor_changed',
  'model_changed',
  'vendor_key_added',
  'vendor_key_changed',
  'vendor_key_retired',
  'voice_template_set',
  'voice_template_removed',
  'deletion_retried',
  'credits_given',
  'credits_adjusted',
  'model_worker_set',
  'payment_event_taken_up',
  'payment_event_set_aside',
  'vendor_cost_set',
  'payment_refunded',
  'refund_resolved',
  'enterprise_request_marked',
] as const;
export const adminActionKindSchema = z.enum(ADMIN_ACTIONS).meta({ id: 'AdminActionKind' });
export type AdminActionKind = z.infer<typeof adminActionKindSchema>;

/** What an action is done to. */
export const ADMIN_TARGETS = ['user', 'plan', 'vendor', 'job', 'model', 'payment_event', 'enterprise_request'] as const;

/** Why it was done: for whoever reads the audit log later. One line or several, nothing invisible. */
export const reasonSchema = z
  .string()
  .trim()
  .min(1)
  .max(REASON_MAX_CHARS)
  .refine((reason) => !/[\p{Cc}\p{Cf}]/u.test(reason.replaceAll('\n', '')), 'A reason holds no invisible characters.');

/** Facts of a target that an action changed. Never a secret, a hash of one, or a text of a user. */
const stateSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** A user as another row names him; name and e-mail are null when the account is gone. */
export const namedUserSchema = z.strictObject({
  id: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
});

export const adminActionSchema = z
  .strictObject({
    id: z.string(),
    /** A user, or a setting of the deployment by its name. */
    actor: namedUserSchema.extend({ kind: z.enum(['user', 'setting']) }),
    action: adminActionKindSchema,
    target: namedUserSchema.extend({ kind: z.enum(ADMIN_TARGETS) }),
    before: stateSchema,
    after: stateSchema,
    reason: z.string().nullable(),
    ip: z.string(),
    userAgent: z.string(),
    requestId: z.string(),
    createdAt: z.int(),
  })
  .meta({ id: 'AdminAction' });
export type AdminAction = z.infer<typeof adminActionSchema>;

export const adminActionListSchema = z
  .strictObject({ items: z.array(adminActionSchema), nextCursor: z.string().nullable() })
  .meta({ id: 'AdminActionList' });
export type AdminActionList = z.infer<typeof adminActionListSchema>;

const idQuerySchema = z.string().min(1).max(64);

export const adminActionQuerySchema = pageQuerySchema.extend({
  action: adminActionKindSchema.optional(),
  actorId: idQuerySchema.optional(),
  targetId: idQuerySchema.optional(),
});
export type AdminActionQuery = z.infer<typeof adminActionQuerySchema>;
/** By what the audit log can be narrowed. */
export type AdminActionFilter = Omit<AdminActionQuery, 'cursor' | 'limit'>;

export const adminUserSchema = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    role: accountRoleSchema,
    plan: planSchema,
    isBlocked: z.boolean(),
    balanceCredits: z.int().nonnegative(),
    createdAt: z.int(),
    /** When the account ended; what is left of it then is a stub that the books hang on. */
    deletedAt: z.int().nullable(),
    /** The latest use of a session or token, or the latest job; null when there was none. */
    lastActiveAt: z.int().nullable(),
  })
  .meta({ id: 'AdminUser' });
export type AdminUser = z.infer<typeof adminUserSchema>;

export const adminUserListSchema = z
  .strictObject({ items: z.array(adminUserSchema), nextCursor: z.string().nullable() })
  .meta({ id: 'AdminUserList' });
export type AdminUserList = z.infer<typeof adminUserListSchema>;

export const adminUserQuerySchema = pageQuerySchema.extend({
  q: z
    .string()
    .trim()
    .max(USER_SEARCH_MAX_CHARS)
    .optional()
    .meta({ description: 'A whole id, or any part of the e-mail or the name.' }),
  role: accountRoleSchema.optional(),
  plan: planSchema.optional(),
  blocked: z.stringbool({ truthy: ['true'], falsy: ['false'] }).optional(),
});
export type AdminUserQuery = z.infer<typeof adminUserQuerySchema>;
/** By what the list of users can be narrowed. */
export type AdminUserFilter = Omit<AdminUserQuery, 'cursor' | 'limit'>;

export const adminUserViewSchema = z
  .strictObject({
    user: adminUserSchema,
    counts: z.strictObject({
      jobs: z.int(),
      openJobs: z.int(),
      /** Charged for jobs and not given back. */
      spentCredits: z.int(),
    }),
    /** How he has signed in, each way with its last time. */
    signInMethods: z.array(z.strictObject({ method: z.string(), times: z.int(), lastAt: z.int() })),
    hasSecondFactor: z.boolean(),
    sessions: z.array(sessionSchema),
    /** Without the tokens themselves: of those only hashes are kept. */
    tokens: z.array(apiTokenSchema),
    /** The latest, without what was written in them. */
    jobs: z.array(
      z.strictObject({
        id: z.string(),
        module: moduleSchema,
        status: jobStatusSchema,
        costCredits: z.int(),
        errorCode: z.string().nullable(),
        createdAt: z.int(),
      }),
    ),
    ledger: z.array(statementEntrySchema),
    /** What was done to him, and what he did as an operator. */
    actions: z.array(adminActionSchema),
  })
  .meta({ id: 'AdminUserView' });
export type AdminUserView = z.infer<typeof adminUserViewSchema>;

export const blockUserSchema = z.strictObject({ reason: reasonSchema }).meta({ id: 'BlockUser' });
export const changeRoleSchema = z
  .strictObject({ role: accountRoleSchema, reason: reasonSchema })
  .meta({ id: 'ChangeRole' });

/** `clientGiftId` names this order: given again, it is the same one and not another. */
export const giveCreditsSchema = z
  .strictObject({
    clientGiftId: clientJobIdSchema,
    credits: z.int().min(1).max(GIFT_MAX_CREDITS),
    reason: reasonSchema,
  })
  .meta({ id: 'GiveCredits' });
export type GiveCredits = z.infer<typeof giveCreditsSchema>;
export const adjustCreditsSchema = giveCreditsSchema
  .extend({
    credits: z
      .int()
      .min(-ADJUSTMENT_MAX_CREDITS)
      .max(ADJUSTMENT_MAX_CREDITS)
      .refine((credits) => credits !== 0, 'A correction changes something.'),
  })
  .meta({ id: 'AdjustCredits' });
/** What a user has after an order. `changed` is false when the very order was carried out before. */
export const userBalanceSchema = z
  .strictObject({ userId: z.string(), balanceCredits: z.int().nonnegative(), changed: z.boolean() })
  .meta({ id: 'UserBalance' });
export type UserBalance = z.infer<typeof userBalanceSchema>;

/** Where a user stands after an action. `changed` is false when he stood there before: then nothing was written. */
export const userStandingSchema = z
  .strictObject({ userId: z.string(), role: accountRoleSchema, isBlocked: z.boolean(), changed: z.boolean() })
  .meta({ id: 'UserStanding' });
export type UserStanding = z.infer<typeof userStandingSchema>;

/** How often the accounts of a plan may ask: so many requests in any `windowSeconds`, counted apart for each class. */
export const planLimitSchema = z
  .strictObject({
    plan: planSchema,
    limitClass: z.enum(LIMIT_CLASSES),
    requests: z.int().min(1).max(RATE_LIMIT_MAX_REQUESTS),
    windowSeconds: z.int(),
  })
  .meta({ id: 'PlanLimit' });
export type PlanLimit = z.infer<typeof planLimitSchema>;
export const planLimitListSchema = z.strictObject({ items: z.array(planLimitSchema) }).meta({ id: 'PlanLimitList' });
export type PlanLimitList = z.infer<typeof planLimitListSchema>;
export const changeLimitSchema = planLimitSchema
  .pick({ requests: true })
  .extend({ reason: reasonSchema })
  .meta({ id: 'ChangeLimit' });

/** What `GET /api/admin/live` sends: that something has happened, for open screens to fetch it. */
export const adminEventSchema = z.strictObject({
  kind: z.string(),
  at: z.int(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type AdminEvent = z.infer<typeof adminEventSchema>;
