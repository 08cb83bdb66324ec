import { t } from '@lingui/core/macro';
import type { LinkProps } from '@tanstack/react-router';
import type { Module, Notification, NotificationKind } from '../../api/wire.ts';
import { formatCredits } from '../../format.ts';

type Told = Pick<Notification, 'kind' | 'title' | 'work' | 'payment'>;

const READY: Record<Module, () => string> = {
  tts: () => t`Your audio is ready.`,
  text: () => t`Your answer is ready.`,
  image: () => t`Your image is ready.`,
  img2vid_noaudio: () => t`Your video is ready.`,
  img2vid_audio: () => t`Your talking picture is ready.`,
  audio2vid: () => t`Your video is ready.`,
};

const FAILED: Record<Module, () => string> = {
  tts: () => t`An audio could not be made. Your credits are back.`,
  text: () => t`An answer could not be given. Your credits are back.`,
  image: () => t`An image could not be made. Your credits are back.`,
  img2vid_noaudio: () => t`A video could not be made. Your credits are back.`,
  img2vid_audio: () => t`A talking picture could not be made. Your credits are back.`,
  audio2vid: () => t`A video could not be made. Your credits are back.`,
};

const credits = ({ payment }: Told): string => formatCredits(payment?.credits ?? 0);

const WORDS: Record<NotificationKind, (told: Told) => string> = {
  job_completed: ({ work, title }) => (work ? READY[work.module]() : title),
  job_failed: ({ work, title }) => (work ? FAILED[work.module]() : title),
  email_changed: () => t`Your e-mail address was changed.`,
  second_factor_on: () => t`The second factor was turned on.`,
  second_factor_off: () => t`The second factor was turned off.`,
  deletion_planned: () => t`Your account is going to be deleted.`,
  deletion_called_off: () => t`Your account stays: its deletion was called off.`,
  webhook_disabled: () => t`A webhook was switched off: it did not take what we sent.`,
  payment_received: (told) => t`Your payment is here: ${credits(told)} added.`,
  payment_refunded: (told) => t`A payment was given back: ${credits(told)} taken.`,
  plan_payment_failed: () => t`The payment of your plan has failed.`,
  plan_halted: () => t`Your plan is halted: it was not paid.`,
  plan_ended: () => t`Your plan has ended.`,
  credits_expiring: () => t`Your credits are about to expire for want of use. You are here, so they stay.`,
};

const isKnown = (kind: string): kind is NotificationKind => Object.hasOwn(WORDS, kind);

/** What happened, by its kind. A kind of a newer server is told in the server's own words. */
export const notificationInWords = (told: Told): string => (isKnown(told.kind) ? WORDS[told.kind](told) : told.title);

type Target = Pick<LinkProps, 'to' | 'params'>;

const PLACES = {
  email_changed: '/studio/account/profile',
  second_factor_on: '/studio/account/security',
  second_factor_off: '/studio/account/security',
  deletion_planned: '/studio/account/data',
  deletion_called_off: '/studio/account/data',
  webhook_disabled: '/studio/account/webhooks',
  credits_expiring: '/studio/credits',
  plan_payment_failed: '/studio/credits',
  plan_halted: '/studio/credits',
  plan_ended: '/studio/credits',
} as const;

/** Where a notification leads (RT-06): to its job, its receipt, the part of the account it tells of, or the list of all. */
export const notificationTarget = ({
  kind,
  jobId,
  payment,
}: Pick<Notification, 'kind' | 'jobId' | 'payment'>): Target => {
  if (payment !== null) return { to: '/studio/credits/payments/$paymentId', params: { paymentId: payment.paymentId } };
  if (jobId !== null) return { to: '/studio/jobs/$jobId', params: { jobId } };
  return { to: kind in PLACES ? PLACES[kind as keyof typeof PLACES] : '/studio/account/notifications' };
};
