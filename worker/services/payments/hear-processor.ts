import type { Context } from '../../context.ts';
import type { ProcessorId } from '../../contract/processors.ts';
import { AppError } from '../../errors.ts';
import type { PaymentEvent } from '../../providers/payments.ts';
import { processorOf } from '../orders/price-in.ts';
import { handleEvent } from './handle-event.ts';

/** An event as it stands in the inbox. */
type Kept = { id: string; status: string; attempts: number };

/**
 * Puts an event into the inbox, before anything is done about it. Told again, it is the one that stands there.
 * The minute's run takes it up if whoever is at it now does not come to an end.
 */
export const keepEvent = async (ctx: Context, processor: ProcessorId, event: PaymentEvent): Promise<Kept> => {
  const now = ctx.clock.now();
  const [, found] = await ctx.db.batch<Kept>([
    ctx.db
      .prepare(
        `INSERT INTO payment_events (id, processor, event_id, kind, body, next_try_at, occurred_at, received_at)
          VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (processor, event_id) DO NOTHING`,
      )
      .bind(
        ...[ctx.ids.next(), processor, event.eventId, event.kind, JSON.stringify(event)],
        ...[now + IN_HAND_MS, event.occurredAt, now],
      ),
    ctx.db
      .prepare('SELECT id, status, attempts FROM payment_events WHERE processor = ?1 AND event_id = ?2')
      .bind(processor, event.eventId),
  ]);
  const kept = found?.results[0];
  if (!kept) throw new Error('an event that was kept is not there');
  return kept;
};

/** So long an event is taken to be in the hands of the request that brought it. */
const IN_HAND_MS = 30_000;

/**
 * Hears what a processor tells, signed over the bytes of the body as it came (PAY-07).
 * @returns what he wants to be answered. A failure after it is in the inbox is no failure to him: it is ours to do.
 * @throws AppError payment_signature_invalid for what he has not signed, validation_failed for what nobody understands,
 *   provider_unavailable where he is not set up here, unavailable where it could not be kept.
 */
export const hearProcessor = async (
  ctx: Context,
  { processor: id, headers, body }: { processor: ProcessorId; headers: Headers; body: Uint8Array },
): Promise<{ contentType: string; body: string }> => {
  const verdict = processorOf(ctx, id).parseWebhook(headers, body);
  if (!verdict.ok) {
    ctx.log.event('payment_webhook_refused', { processor: id, reason: verdict.reason });
    if (verdict.reason === 'forged')
      throw new AppError('payment_signature_invalid', 'This was not signed by whom it names.');
    throw new AppError('validation_failed', 'This is signed, but not in the form that was agreed.');
  }
  const { event, answer } = verdict;
  const kept = await keepEvent(ctx, id, event);
  if (kept.status !== 'waiting') return answer;
  try {
    const { status } = await handleEvent(ctx, { id: kept.id, processor: id, attempts: kept.attempts, event });
    ctx.log.event('payment_webhook', { processor: id, kind: event.kind, status });
  } catch (error) {
    ctx.log.error('payment_event_not_handled', error, { processor: id, eventId: kept.id });
  }
  return answer;
};
