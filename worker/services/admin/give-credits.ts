import type { Context } from '../../context.ts';
import type { UserBalance } from '../../contract/admin.ts';
import { USER_AGENT_MAX_CHARS } from '../../contract/limits.ts';
import { AppError, invalidFields, unavailable } from '../../errors.ts';
import { tellOperators } from '../audit/tell-operators.ts';
import type { Order } from './change-user.ts';

type Gift = Order & { kind: 'gift' | 'adjustment'; clientGiftId: string; credits: number };

/** Whether the row that stands under an id is of this very order. */
const isSame = async (ctx: Context, id: string, { operatorId, credits, reason }: Gift): Promise<boolean> => {
  const row = await ctx.db
    .prepare('SELECT 1 FROM credit_ledger WHERE id = ?1 AND change_credits = ?2 AND admin_id = ?3 AND reason = ?4')
    .bind(id, credits, operatorId, reason)
    .first();
  return row !== null;
};

/**
 * Gives a user credits, or corrects his balance, by an operator's order (ADM-04, ADM-05): the ledger row and the entry in
 * the audit log are one commit under one id, so the same order given again changes nothing.
 * @throws AppError not_found, forbidden (one's own balance too), validation_failed at `/credits` for a balance below zero,
 *   idempotency_conflict, unavailable.
 */
export const giveCredits = async (ctx: Context, gift: Gift): Promise<UserBalance> => {
  const { userId, operatorId, kind, clientGiftId, credits, reason, origin } = gift;
  if (operatorId === userId) throw new AppError('forbidden', 'Nobody changes his own balance.');
  const id = `${userId}:${kind}-${clientGiftId}`;
  const order = {
    operatorId,
    ip: origin.ip,
    userAgent: origin.userAgent.slice(0, USER_AGENT_MAX_CHARS),
    requestId: origin.requestId,
  };
  const draft = { id, grantKind: kind, changeCredits: credits, reason, order, account: null } as const;
  const result = await ctx.account(userId).grant(userId, draft);
  if (result.ok) {
    if (result.repeated && !(await isSame(ctx, id, gift)))
      throw new AppError('idempotency_conflict', 'This id was used for another order.');
    const entry = {
      id,
      actor: { kind: 'user', id: operatorId },
      action: kind === 'gift' ? 'credits_given' : 'credits_adjusted',
      target: { kind: 'user', id: userId },
      reason,
      origin,
    } as const;
    if (!result.repeated) await tellOperators(ctx, entry);
    return { userId, balanceCredits: result.balanceCredits, changed: !result.repeated };
  }
  switch (result.code) {
    case 'not_found':
      throw new AppError('not_found', 'There is no such user.');
    case 'forbidden':
      throw new AppError('forbidden', 'This is for a superadmin.');
    case 'insufficient_credits': {
      const message = `The balance is ${result.balanceCredits}; no more can be taken.`;
      throw invalidFields([{ pointer: '/credits', code: 'out_of_range', message }]);
    }
    case 'unavailable':
      throw unavailable('Nothing was changed just now, or it is not certain. Please try once more.');
  }
};
