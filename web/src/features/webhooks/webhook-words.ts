import { msg } from '@lingui/core/macro';
import type { AttemptError, DeliveryStatus, SentEvent, WebhookEvent } from '../../api/wire.ts';

/** What one can ask to hear of. */
export const EVENT_WORDS = {
  'job.preview_ready': msg`A preview is ready`,
  'job.completed': msg`A job is done`,
  'job.failed': msg`A job failed`,
  'job.canceled': msg`A job was canceled`,
  'job.expired': msg`A job took too long`,
  'credits.added': msg`Credits were added`,
} as const satisfies Record<WebhookEvent, object>;

export const SENT_EVENT_WORDS = { ...EVENT_WORDS, 'webhook.test': msg`A test` } as const satisfies Record<
  SentEvent,
  object
>;

export const STATUS_WORDS = {
  pending: { label: msg({ message: 'waiting', context: 'delivery' }), tone: 'plain' },
  delivered: { label: msg({ message: 'delivered', context: 'delivery' }), tone: 'good' },
  failed: { label: msg({ message: 'failed', context: 'delivery' }), tone: 'danger' },
  dropped: { label: msg({ message: 'dropped', context: 'delivery' }), tone: 'plain' },
} as const satisfies Record<DeliveryStatus, object>;

/** Why an attempt did not succeed. */
export const ATTEMPT_WORDS = {
  status: msg`It answered with something other than 2xx.`,
  timeout: msg`It did not answer within 15 seconds.`,
  unreachable: msg`It could not be reached.`,
  redirect: msg`It answered with a redirect. Those are not followed: give the last address itself.`,
  unsafe_url: msg`Its name leads to no host on the internet any more, so it was not called.`,
  dns: msg`Its host could not be looked up.`,
} as const satisfies Record<AttemptError, object>;
