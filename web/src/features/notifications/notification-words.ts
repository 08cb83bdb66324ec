import { t } from '@lingui/core/macro';
import type { NotificationKind } from '../../../../worker/contract/notifications.ts';
import type { Notification } from '../../api/wire.ts';

const WORDS: Record<NotificationKind, () => string> = {
  job_completed: () => t`Your audio is ready.`,
  job_failed: () => t`An audio could not be made. Your credits are back.`,
  email_changed: () => t`Your e-mail address was changed.`,
  second_factor_on: () => t`The second factor was turned on.`,
  second_factor_off: () => t`The second factor was turned off.`,
  deletion_planned: () => t`Your account is going to be deleted.`,
  deletion_called_off: () => t`Your account stays: its deletion was called off.`,
};

const isKnown = (kind: string): kind is NotificationKind => Object.hasOwn(WORDS, kind);

/** What happened, by its kind. A kind of a newer server is told in the server's own words. */
export const notificationInWords = ({ kind, title }: Pick<Notification, 'kind' | 'title'>): string =>
  isKnown(kind) ? WORDS[kind]() : title;
