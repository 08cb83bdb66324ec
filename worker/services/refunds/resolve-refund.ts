import type { Context } from '../../context.ts';
import type { Refund } from '../../contract/payments.ts';
import { AppError } from '../../errors.ts';
import { ifRecorded, type Origin, recordAction } from '../audit/record-action.ts';
import { tellOperators } from '../audit/tell-operators.ts';
import { MAY_REFUND } from './ask-refund.ts';
import { readRefund } from './refund-row.ts';
import { settleRefund } from './settle-refund.ts';

type Resolution = {
  refundId: string;
  outcome: 'made' | 'failed';
  reason: string;
  operatorId: string;
  origin: Origin;
};

/**
 * Ends an open refund by what an operator has found at its processor, who does not say it himself: the money is back, or
 * it never went. One that has ended already stays as it is.
 * @throws AppError not_found, forbidden, unavailable.
 */
export const resolveRefund = async (ctx: Context, wanted: Resolution): Promise<Refund> => {
  const { refundId, outcome, reason, operatorId, origin } = wanted;
  const { userId } = await readRefund(ctx, refundId);
  const entry = {
    id: ctx.ids.next(),
    actor: { kind: 'user', id: operatorId },
    action: 'refund_resolved',
    target: { kind: 'user', id: userId },
    reason,
    origin,
  } as const;
  const state = (status: string) => `json_object('refundId', r.id, 'amountMinor', r.amount_minor, 'status', ${status})`;
  const [recorded, , operators] = await ctx.db.batch([
    recordAction(ctx, entry, {
      before: state('r.status'),
      after: state('?4'),
      from: `FROM refunds r JOIN users u ON u.id = r.user_id JOIN users o ON o.id = ?3
        WHERE r.id = ?2 AND r.status IN ('asked', 'pending') AND r.given_at IS NULL AND ${MAY_REFUND}`,
      values: [refundId, operatorId, outcome],
    }),
    ctx.db
      .prepare(
        `UPDATE refunds SET given_at = iif(?2 = 'made', ?3, NULL), next_check_at = ?3,
            status = iif(?2 = 'made', status, 'failed'), failure = iif(?2 = 'made', NULL, ?4)
          WHERE id = ?1 AND ${ifRecorded('?5')}`,
      )
      .bind(refundId, outcome, ctx.clock.now(), reason, entry.id),
    ctx.db
      .prepare(`SELECT ${MAY_REFUND} AS may FROM users u, users o WHERE u.id = ?1 AND o.id = ?2`)
      .bind(userId, operatorId),
  ]);
  if (!(operators?.results[0] as { may: number } | undefined)?.may)
    throw new AppError('forbidden', 'Nobody resolves a refund to himself, and an administrator’s is for a superadmin.');
  if (recorded?.meta.changes === 1) {
    await tellOperators(ctx, entry);
    if (outcome === 'made') await settleRefund(ctx, refundId);
  }
  return readRefund(ctx, refundId);
};
