import type { Context } from '../../context.ts';
import type { RecoveryCodes } from '../../contract/second-factor.ts';
import { AppError } from '../../errors.ts';
import { drawRecoveryCodes } from './draw-recovery-codes.ts';
import { requireSecondFactor } from './require-second-factor.ts';

/**
 * Puts ten new recovery codes in the place of all earlier ones; they are returned once.
 * @throws AppError not_found when no second factor is on; what `requireSecondFactor` throws.
 */
export const replaceRecoveryCodes = async (
  ctx: Context,
  input: { userId: string; code: string | undefined },
): Promise<RecoveryCodes> => {
  const factor = await requireSecondFactor(ctx, input);
  if (!factor) throw new AppError('not_found', 'There is no second factor to recover from.');
  const { recoveryCodes, keep } = drawRecoveryCodes(ctx, factor);
  const [, kept] = await ctx.db.batch([
    ctx.db.prepare('DELETE FROM recovery_codes WHERE user_id = ?1').bind(input.userId),
    keep,
  ]);
  // It was turned off at the same moment.
  if (kept?.meta.changes !== recoveryCodes.length) throw new AppError('not_found', 'The second factor is off.');
  return { recoveryCodes };
};
