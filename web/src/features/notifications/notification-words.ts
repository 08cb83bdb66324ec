import { t } from '@lingui/core/macro';
import type { LinkProps } from '@tanstack/react-router';
import type { Notification, NotificationKind } from '../../api/wire.ts';

const WORDS: Record<NotificationKind, () => string> = {
  job_completed: () => t`Your audio is ready.`,
  job_failed: () => t`An audio could not be made. Your credits are back.`,
  email_changed: () => t`Your e-mail address was changed.`,
  second_factor_on: () => t`The second factor was turned on.`,
  second_factor_off: () => t`The second factor was turned off.`,
  deletion_planned: () => t`Your account is going to be deleted.`,
  deletion_called_off: () => t`Your account stays: its deletion was called off.`,
  webhook_disabled: () => t`A webhook was switched off: it did not take what we sent.`,
  payment_received: () => t`Your payment has arrived, and so have your credits.`,
  payment_refunded: () => t`A payment was given back.`,
  plan_payment_failed: () => t`The payment of your plan has failed.`,
  plan_halted: () => t`Your plan is halted: it was not paid.`,
  plan_ended: () => t`Your plan has ended.`,
  credits_expiring: () => t`Your credits are about to expire for want of use. You are here, so they stay.`,
};

const isKnown = (kind: string): kind is NotificationKind => Object.hasOwn(WORDS, kind);

/** What happened, by its kind. A kind of a newer server is told in the server's own words. */
export const notificationInWords = ({ kind, title }: Pick<Notification, 'kind' | 'title'>): string =>
  isKnown(kind) ? WORDS[kind]() : title;

type Target = Pick<LinkProps, 'to' | 'params'>;

const PLACES = {
  email_changed: '/studio/account/profile',
  second_factor_on: '/studio/account/security',
  second_factor_off: '/studio/account/security',
  deletion_planned: '/studio/account/data',
  deletion_called_off: '/studio/account/data',
  webhook_disabled: '/studio/account/webhooks',
  credits_expiring: '/studio/credits',
  payment_received: '/studio/credits',
  payment_refunded: '/studio/credits',
  plan_payment_failed: '/studio/credits',
  plan_halted: '/studio/credits',
  plan_ended: '/studio/credits',
} as const;

/** Where a notification leads (RT-06): to its job, to the part of the account it tells of, or to the list of all. */
export const notificationTarget = ({ kind, jobId }: Pick<Notification, 'kind' | 'jobId'>): Target => {
  if (jobId !== null) return { to: '/studio/jobs/$jobId', params: { jobId } };
  return { to: kind in PLACES ? PLACES[kind as keyof typeof PLACES] : '/studio/account/notifications' };
};
