import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { type Notice, noticeStatements } from '../notifications/notice-statements.ts';
import { tellNotice } from '../notifications/tell-notice.ts';
import { requireSecondFactor } from './require-second-factor.ts';

/**
 * Turns the second factor off and forgets its secret and its recovery codes.
 * @throws AppError not_found when none is on; what `requireSecondFactor` throws.
 */
export const endSecondFactor = async (
  ctx: Context,
  input: { userId: string; code: string | undefined },
): Promise<void> => {
  const factor = await requireSecondFactor(ctx, input);
  if (!factor) throw new AppError('not_found', 'There is no second factor to turn off.');
  const { userId, createdAt } = factor;
  const notice: Notice = {
    id: ctx.ids.next(),
    userId,
    kind: 'second_factor_off',
    title: 'Your second factor is off.',
    mail: {},
  };
  await ctx.db.batch([
    ...noticeStatements(ctx, notice, {
      sql: 'EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = u.id AND f.created_at = ?6)',
      values: [createdAt],
    }),
    ctx.db.prepare('DELETE FROM recovery_codes WHERE user_id = ?1').bind(userId),
    ctx.db.prepare('DELETE FROM second_factors WHERE user_id = ?1 AND created_at = ?2').bind(userId, createdAt),
  ]);
  await tellNotice(ctx, notice);
};
