import { z } from 'zod';

/** Of these one may choose whether and how one hears. */
export const OPTIONAL_NOTICES = ['job_completed', 'job_failed'] as const;
export type OptionalNotice = (typeof OPTIONAL_NOTICES)[number];
/** Of what touches the safety of the account one always hears, in the bell and by mail. */
export const SECURITY_NOTICES = [
  'email_changed',
  'second_factor_on',
  'second_factor_off',
  'deletion_planned',
  'deletion_called_off',
] as const;
export type SecurityNotice = (typeof SECURITY_NOTICES)[number];

export const NOTIFICATION_KINDS = [...OPTIONAL_NOTICES, ...SECURITY_NOTICES] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

const channelsSchema = z
  .strictObject({
    bell: z.boolean().meta({ description: 'In the bell; on unless it is switched off.' }),
    email: z.boolean().meta({ description: 'By mail; off unless it is switched on.' }),
  })
  .partial();

/** How one hears of what, by kind. What is left out is as it is by default. */
export const notificationSettingsSchema = z
  .strictObject({ job_completed: channelsSchema, job_failed: channelsSchema } satisfies Record<
    OptionalNotice,
    z.ZodType
  >)
  .partial()
  .meta({ id: 'NotificationSettings' });
export type NotificationSettings = z.infer<typeof notificationSettingsSchema>;

/** What holds where nothing was chosen. */
export const NOTICE_DEFAULTS = { bell: true, email: false } as const;

export const notificationSchema = z
  .strictObject({
    id: z.string(),
    kind: z.enum(NOTIFICATION_KINDS),
    /** In plain English, for programs; the web app puts each kind in words of its own. */
    title: z.string(),
    jobId: z.string().nullable(),
    createdAt: z.int(),
    readAt: z.int().nullable(),
  })
  .meta({ id: 'Notification' });
export type Notification = z.infer<typeof notificationSchema>;

export const notificationListSchema = z
  .strictObject({
    items: z.array(notificationSchema),
    unread: z.int().nonnegative(),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'NotificationList' });
export type NotificationList = z.infer<typeof notificationListSchema>;
