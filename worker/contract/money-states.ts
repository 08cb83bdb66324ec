/** How things of the books can stand. Apart from their schemas, so that the web app has them without a validator. */

/** `expired` is not waited for any more; if it is paid all the same, it is credited. `underpaid`: credited for what came. */
export const ORDER_STATUSES = ['created', 'open', 'paid', 'underpaid', 'failed', 'expired'] as const;

/** How a subscription stands at its processor. */
export const SUBSCRIPTION_STATUSES = [
  'created',
  'authenticated',
  'active',
  'pending',
  'paused',
  'halted',
  'cancelled',
  'completed',
  'expired',
] as const;
/** The same with us: `opening` until the processor has answered. */
export const SUBSCRIPTION_STATES = ['opening', ...SUBSCRIPTION_STATUSES] as const;

/** `surplus` came a second time for the same, or for an account that is gone: it gave nothing, and is to be given back. */
export const PAYMENT_STATES = ['credited', 'surplus', 'refunded', 'partly_refunded'] as const;
export const REFUND_STATUSES = ['asked', 'pending', 'made', 'failed'] as const;
export const EVENT_STATUSES = ['unmatched', 'waiting', 'done', 'ignored'] as const;
export const GIVEN_KINDS = ['gift', 'adjustment'] as const;
export const ALERT_STATES = ['unseen', 'seen'] as const;
/** How far what a firm has asked for is. */
export const REQUEST_STATUSES = ['open', 'answered', 'closed'] as const;
export const FAILED_STATUSES = ['failed', 'expired'] as const;
