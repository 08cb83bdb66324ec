import type { Context } from '../../context.ts';
import type { EventVerdictView, TakenUp } from '../../contract/admin-books.ts';
import type { ProcessorId } from '../../contract/processors.ts';
import { AppError } from '../../errors.ts';
import type { PaymentEvent } from '../../providers/payments.ts';
import { type Origin, recordAction } from '../audit/record-action.ts';
import { tellOperators } from '../audit/tell-operators.ts';
import { handleEvent } from '../payments/handle-event.ts';

/** Events of one press: each may ask a processor, and a request may make only so many calls. */
const TAKE_UP_MAX_EVENTS = 25;

type Who = { operatorId: string; origin: Origin };
type Kept = { id: string; processor: ProcessorId; attempts: number; body: string };

const KEPT = 'SELECT id, processor, attempts, body FROM payment_events';

/** The entry in the audit log, before anything is done. */
const record = async (ctx: Context, eventId: string, { operatorId, origin }: Who): Promise<void> => {
  const entry = {
    id: ctx.ids.next(),
    actor: { kind: 'user', id: operatorId },
    action: 'payment_event_taken_up',
    target: { kind: 'payment_event', id: eventId },
    reason: null,
    origin,
  } as const;
  await recordAction(ctx, entry, {
    before: `json_object('status', status, 'attempts', attempts)`,
    after: `json_object('status', 'waiting', 'attempts', attempts + 1)`,
    from: 'FROM payment_events WHERE id = ?2',
    values: [eventId],
  }).run();
  await tellOperators(ctx, entry);
};

const takeUp = async (ctx: Context, { body, ...kept }: Kept, who: Who): Promise<EventVerdictView> => {
  await record(ctx, kept.id, who);
  const verdict = await handleEvent(ctx, { ...kept, event: JSON.parse(body) as PaymentEvent });
  return { id: kept.id, ...verdict };
};

/**
 * Does once more what a processor told (ADM-10). What was credited before is not credited again.
 * @throws AppError not_found, unavailable.
 */
export const takeUpEvent = async (
  ctx: Context,
  { eventId, ...who }: Who & { eventId: string },
): Promise<EventVerdictView> => {
  const kept = await ctx.db.prepare(`${KEPT} WHERE id = ?1`).bind(eventId).first<Kept>();
  if (!kept) throw new AppError('not_found', 'There is no such event.');
  return takeUp(ctx, kept, who);
};

/** The same for all that want a person's look, those that wait longest first (PAY-14). @throws AppError unavailable. */
export const takeUpUnmatched = async (ctx: Context, who: Who): Promise<TakenUp> => {
  const { results } = await ctx.db
    .prepare(`${KEPT} WHERE status = 'unmatched' ORDER BY received_at LIMIT ?1`)
    .bind(TAKE_UP_MAX_EVENTS)
    .all<Kept>();
  let done = 0;
  for (const kept of results) {
    const { status } = await takeUp(ctx, kept, who);
    if (status === 'done') done += 1;
  }
  return { tried: results.length, done, left: results.length - done };
};
