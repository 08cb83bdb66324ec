import type { Context } from '../../context.ts';
import type { RecoveryCodes } from '../../contract/second-factor.ts';
import { AppError } from '../../errors.ts';
import { type Notice, noticeStatements } from '../notifications/notice-statements.ts';
import { tellNotice } from '../notifications/tell-notice.ts';
import { drawRecoveryCodes } from './draw-recovery-codes.ts';
import { openFactor } from './open-factor.ts';
import { refuseCode } from './require-second-factor.ts';
import { findTotpStep } from './totp.ts';

/**
 * Turns the second factor on with one right code of the authenticator app. Its recovery codes are returned once.
 * @throws AppError not_found when none was begun or it is on already; validation_failed for a wrong code; rate_limited.
 */
export const confirmSecondFactor = async (
  ctx: Context,
  input: { userId: string; code: string },
): Promise<RecoveryCodes> => {
  const { userId, code } = input;
  const factor = await openFactor(ctx, { userId, isConfirmed: false });
  if (!factor) throw new AppError('not_found', 'There is nothing to confirm; begin again.');
  const now = ctx.clock.now();
  const step = findTotpStep(factor.secret, code.replaceAll(/\s/g, ''), now);
  if (step === undefined) throw refuseCode('/code');
  const { recoveryCodes, keep } = drawRecoveryCodes(ctx, factor);
  const notice: Notice = {
    id: ctx.ids.next(),
    userId,
    kind: 'second_factor_on',
    title: 'Your second factor is on.',
    mail: {},
  };
  const [confirmed] = await ctx.db.batch([
    ctx.db
      .prepare(
        `UPDATE second_factors SET confirmed_at = ?3, last_step = ?4, window_tries = MAX(window_tries - 1, 0)
          WHERE user_id = ?1 AND created_at = ?2 AND confirmed_at IS NULL`,
      )
      .bind(userId, factor.createdAt, now, step),
    keep,
    ...noticeStatements(ctx, notice, {
      sql: 'EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = u.id AND f.created_at = ?6 AND f.confirmed_at = ?7)',
      values: [factor.createdAt, now],
    }),
  ]);
  // Somebody was quicker: the codes that were drawn here are of no use.
  if (confirmed?.meta.changes !== 1) throw refuseCode('/code');
  await tellNotice(ctx, notice);
  return { recoveryCodes };
};
