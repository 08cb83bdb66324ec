import { z } from 'zod';
import type { NotificationKind } from '../../contract/notification-kinds.ts';
import { type ComposedMail, composeMail, type MailLocale } from './compose-mail.ts';
import { MAIL_TEXTS } from './mail-texts.ts';

/** Mails that tell of something that has happened, as they wait in `outgoing_mails`. */
export type MailKind = NotificationKind | 'account_deleted';

const paramsSchema = z
  .object({ jobId: z.string(), email: z.string(), dueAt: z.int(), host: z.string(), credits: z.int() })
  .partial();

/** Where the reader of a mail goes on, by its kind; nowhere, where the account is no longer his. */
const pathOf = (kind: MailKind, jobId: string): string | undefined => {
  switch (kind) {
    case 'job_completed':
    case 'job_failed':
      return `/studio/jobs/${jobId}`;
    case 'second_factor_on':
    case 'second_factor_off':
      return '/studio/account/security';
    case 'webhook_disabled':
      return '/studio/account/webhooks';
    case 'credits_expiring':
      return '/studio/credits';
    case 'deletion_planned':
    case 'deletion_called_off':
      return '/studio/account/data';
    case 'email_changed':
    case 'account_deleted':
      return undefined;
  }
};

/** The mail of a kind, in the reader's language. @param params what the kind's text needs, as it was stored. */
export const eventMail = (
  kind: MailKind,
  params: unknown,
  { locale, origin }: { locale: MailLocale; origin: string },
): ComposedMail => {
  const { jobId = '', email = '', dueAt = 0, host = '', credits = 0 } = paramsSchema.parse(params);
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(dueAt);
  const { action, ...said } = MAIL_TEXTS[locale][kind]({
    email,
    day,
    host,
    credits: new Intl.NumberFormat(locale).format(credits),
  });
  const path = pathOf(kind, jobId);
  return composeMail({ locale, ...said, ...(path && action ? { action: { label: action, url: origin + path } } : {}) });
};
