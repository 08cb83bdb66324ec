import type { Context } from '../../context.ts';
import type { EventVerdictView } from '../../contract/admin-books.ts';
import { AppError } from '../../errors.ts';
import { ifRecorded, type Origin, recordAction } from '../audit/record-action.ts';
import { tellOperators } from '../audit/tell-operators.ts';

type Order = { eventId: string; operatorId: string; reason: string; origin: Origin };

/**
 * Closes an event that wants a person's look without doing anything about it: the reason stands beside it and in the
 * audit log. It can be taken up again. @throws AppError not_found where none of this id wants a look.
 */
export const setEventAside = async (
  ctx: Context,
  { eventId, operatorId, reason, origin }: Order,
): Promise<EventVerdictView> => {
  const entry = {
    id: ctx.ids.next(),
    actor: { kind: 'user', id: operatorId },
    action: 'payment_event_set_aside',
    target: { kind: 'payment_event', id: eventId },
    reason,
    origin,
  } as const;
  const [recorded] = await ctx.db.batch([
    recordAction(ctx, entry, {
      before: `json_object('status', status)`,
      after: `json_object('status', 'ignored')`,
      from: `FROM payment_events WHERE id = ?2 AND status = 'unmatched'`,
      values: [eventId],
    }),
    ctx.db
      .prepare(
        `UPDATE payment_events SET status = 'ignored', why = ?2, handled_at = ?3 WHERE id = ?1 AND ${ifRecorded('?4')}`,
      )
      .bind(eventId, reason, ctx.clock.now(), entry.id),
  ]);
  if (recorded?.meta.changes !== 1) throw new AppError('not_found', 'No such event wants a look.');
  await tellOperators(ctx, entry);
  return { id: eventId, status: 'ignored', why: reason };
};
