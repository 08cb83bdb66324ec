import { t } from '@lingui/core/macro';
import type { Notification } from '../../api/wire.ts';

const WORDS: Record<string, () => string> = {
  job_completed: () => t`Your audio is ready.`,
  job_failed: () => t`An audio could not be made. Your credits are back.`,
};

/** What happened, by its kind. A kind of a newer server is told in the server's own words. */
export const notificationInWords = ({ kind, title }: Pick<Notification, 'kind' | 'title'>): string =>
  Object.hasOwn(WORDS, kind) ? (WORDS[kind]?.() ?? title) : title;
