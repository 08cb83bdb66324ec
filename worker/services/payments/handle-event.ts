import type { Context } from '../../context.ts';
import type { ProcessorId } from '../../contract/processors.ts';
import type { PaymentEvent } from '../../providers/payments.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { applyEvent } from './apply-event.ts';
import type { EventVerdict } from './event-verdict.ts';

/** What waits is tried again after so long, twice as long each time; after so many tries a person has to look. */
const FIRST_WAIT_MS = 60_000;
const TRIES_MAX = 8;

/** An event as it stands in the inbox. */
export type InboxEvent = { id: string; processor: ProcessorId; attempts: number; event: PaymentEvent };

const decide = async (ctx: Context, { processor, event, attempts }: InboxEvent): Promise<EventVerdict> => {
  const verdict = await applyEvent(ctx, processor, event);
  const isGivenUp = verdict.status === 'waiting' && attempts + 1 >= TRIES_MAX;
  return isGivenUp ? { ...verdict, status: 'unmatched' } : verdict;
};

const tellUnmatched = (ctx: Context, { id, processor, event }: InboxEvent, why: string): Promise<void> =>
  raiseAlert(ctx, { kind: 'payment_unmatched', detail: { eventId: id, processor, event: event.kind, why } });

/**
 * An event that fails for whatever reason is tried again by the minute's run, less and less often; one that fails every
 * time is for a person to look at, as one that fits nothing is.
 */
const noteFailure = async (ctx: Context, inbox: InboxEvent): Promise<void> => {
  const { id, attempts } = inbox;
  const isGivenUp = attempts + 1 >= TRIES_MAX;
  const why = 'it fails each time it is tried';
  const now = ctx.clock.now();
  const { meta } = await ctx.db
    .prepare(
      `UPDATE payment_events SET status = iif(?2, 'unmatched', status), why = iif(?2, ?3, why), attempts = attempts + 1,
          next_try_at = ?4, handled_at = iif(?2, ?5, NULL) WHERE id = ?1 AND status = 'waiting' AND attempts = ?6`,
    )
    .bind(id, isGivenUp ? 1 : 0, why, now + FIRST_WAIT_MS * 2 ** attempts, now, attempts)
    .run();
  if (isGivenUp && meta.changes > 0) await tellUnmatched(ctx, inbox, why);
};

/**
 * Does what an event of the inbox asks for, and writes beside it what came of it. Told several times at once, one of them
 * counts: if any is for a person to look at, that one.
 * @throws AppError unavailable where it is not certain what was done; it stays in the inbox.
 */
export const handleEvent = async (ctx: Context, inbox: InboxEvent): Promise<EventVerdict> => {
  const { id, attempts } = inbox;
  const { status, why } = await decide(ctx, inbox).catch(async (error: unknown) => {
    await noteFailure(ctx, inbox);
    throw error;
  });
  const now = ctx.clock.now();
  const { meta } = await ctx.db
    .prepare(
      `UPDATE payment_events SET status = ?2, why = ?3, attempts = attempts + 1, next_try_at = ?4,
          handled_at = iif(?2 = 'waiting', NULL, ?5)
        WHERE id = ?1 AND (status <> ?2 OR ?2 = 'waiting') AND (attempts = ?6 OR ?2 = 'unmatched')`,
    )
    .bind(id, status, why, now + FIRST_WAIT_MS * 2 ** attempts, now, attempts)
    .run();
  if (status === 'unmatched' && meta.changes > 0) await tellUnmatched(ctx, inbox, why ?? '');
  return { status, why };
};
