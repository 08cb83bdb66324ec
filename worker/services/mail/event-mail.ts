import { z } from 'zod';
import { type ComposedMail, composeMail, type MailLocale } from './compose-mail.ts';
import type { MailKind } from './mail-kinds.ts';
import { MAIL_TEXTS } from './mail-texts.ts';

const paramsSchema = z
  .object({
    ...{ jobId: z.string(), paymentId: z.string(), email: z.string(), dueAt: z.int(), host: z.string() },
    ...{ credits: z.int(), owedCredits: z.int(), amountMinor: z.int(), currency: z.string(), receiptNumber: z.int() },
    ...{ company: z.string(), message: z.string() },
  })
  .partial();

/** Where the reader of a mail goes on, by its kind; nowhere, where the account is no longer his. */
const pathOf = (kind: MailKind, { jobId, paymentId }: { jobId: string; paymentId: string }): string | undefined => {
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
    case 'plan_payment_failed':
    case 'plan_halted':
      return '/studio/credits';
    case 'payment_received':
    case 'payment_refunded':
      return `/studio/credits/payments/${paymentId}`;
    case 'plan_ended':
      return '/studio/plans';
    case 'deletion_planned':
    case 'deletion_called_off':
      return '/studio/account/data';
    case 'email_changed':
    case 'account_deleted':
    case 'enterprise_request':
      return undefined;
  }
};

/** The mail of a kind, in the reader's language. @param params what the kind's text needs, as it was stored. */
export const eventMail = (
  kind: MailKind,
  params: unknown,
  { locale, origin }: { locale: MailLocale; origin: string },
): ComposedMail => {
  const {
    jobId = '',
    paymentId = '',
    email = '',
    dueAt = 0,
    host = '',
    company = '',
    message = '',
    ...figures
  } = paramsSchema.parse(params);
  const { credits = 0, owedCredits = 0, amountMinor = 0, currency = 'USD', receiptNumber = 0 } = figures;
  const number = new Intl.NumberFormat(locale);
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(dueAt);
  const { action, ...said } = MAIL_TEXTS[locale][kind]({
    email,
    day,
    host,
    credits: number.format(credits),
    owed: number.format(owedCredits),
    // Every currency that is sold in has two decimals.
    amount: new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amountMinor / 100),
    receipt: String(receiptNumber),
    company,
    message,
  });
  const path = pathOf(kind, { jobId, paymentId });
  return composeMail({ locale, ...said, ...(path && action ? { action: { label: action, url: origin + path } } : {}) });
};
