import type { Context } from '../../context.ts';
import type { EnterpriseVerdict, MarkEnterpriseRequest } from '../../contract/admin-books.ts';
import { AppError } from '../../errors.ts';
import { ifRecorded, type Origin, recordAction } from '../audit/record-action.ts';
import { tellOperators } from '../audit/tell-operators.ts';

type Order = MarkEnterpriseRequest & { requestId: string; operatorId: string; origin: Origin };

/**
 * Says how far a firm's request is (PLAN-04), with a note that stands beside it and in the audit log. One that stands so
 * already, by another operator or in another tab, keeps his note. @throws AppError not_found.
 */
export const markEnterpriseRequest = async (
  ctx: Context,
  { requestId, status, note, operatorId, origin }: Order,
): Promise<EnterpriseVerdict> => {
  const entry = {
    id: ctx.ids.next(),
    actor: { kind: 'user', id: operatorId },
    action: 'enterprise_request_marked',
    target: { kind: 'enterprise_request', id: requestId },
    reason: note,
    origin,
  } as const;
  const [recorded, , found] = await ctx.db.batch([
    recordAction(ctx, entry, {
      before: `json_object('status', status)`,
      after: `json_object('status', ?3)`,
      from: 'FROM enterprise_requests WHERE id = ?2',
      values: [requestId, status],
    }),
    ctx.db
      .prepare(
        `UPDATE enterprise_requests SET status = ?2, note = ?3, handled_by = ?4, handled_at = ?5
          WHERE id = ?1 AND ${ifRecorded('?6')}`,
      )
      .bind(requestId, status, note, operatorId, ctx.clock.now(), entry.id),
    ctx.db.prepare('SELECT id, status, note FROM enterprise_requests WHERE id = ?1').bind(requestId),
  ]);
  const standing = found?.results[0] as EnterpriseVerdict | undefined;
  if (!standing) throw new AppError('not_found', 'There is no such request.');
  if (recorded?.meta.changes === 1) await tellOperators(ctx, entry);
  return standing;
};
