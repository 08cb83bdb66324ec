import { z } from 'zod';
import { workSchema } from './modules.ts';
import { NOTIFICATION_KINDS, type OptionalNotice } from './notification-kinds.ts';

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

export const notificationSchema = z
  .strictObject({
    id: z.string(),
    kind: z.enum(NOTIFICATION_KINDS),
    /** In plain English, for programs; the web app puts each kind in words of its own. */
    title: z.string(),
    jobId: z.string().nullable(),
    /** Of a job. */
    work: workSchema.nullable(),
    /** Of money that came or went back: its payment, and how many credits were added or taken. */
    payment: z.strictObject({ paymentId: z.string(), credits: z.int().nonnegative() }).nullable(),
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
