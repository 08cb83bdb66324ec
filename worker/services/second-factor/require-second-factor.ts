import type { Context } from '../../context.ts';
import { AppError, invalidFields } from '../../errors.ts';
import type { OpenFactor } from './open-factor.ts';
import { spendSecondFactorCode } from './spend-code.ts';

/** The one refusal of a code, whichever kind it was meant to be. */
export const refuseCode = (pointer: '/code' | '/secondFactorCode'): AppError =>
  invalidFields([
    {
      pointer,
      code: 'wrong_second_factor',
      message: 'This code is wrong, or was used before. Each works once: wait for the next one.',
    },
  ]);

const isOn = async (ctx: Context, userId: string): Promise<boolean> => {
  const found = await ctx.db
    .prepare('SELECT 1 FROM second_factors WHERE user_id = ?1 AND confirmed_at IS NOT NULL')
    .bind(userId)
    .first();
  return found !== null;
};

/**
 * Asks once more, before what a stolen session must not do: for an account with a second factor, only with a code of
 * it. The body's field is `secondFactorCode`. Call it before the change, after everything else is found valid.
 * @returns the factor that the code was of; undefined where there is none.
 * @throws AppError second_factor_required without a code; validation_failed for a wrong one; rate_limited.
 */
export const requireSecondFactor = async (
  ctx: Context,
  input: { userId: string; code: string | undefined },
): Promise<OpenFactor | undefined> => {
  const { userId, code } = input;
  if (code === undefined) {
    if (await isOn(ctx, userId)) {
      throw new AppError('second_factor_required', 'Give a code of your second factor, too.');
    }
    return undefined;
  }
  const spent = await spendSecondFactorCode(ctx, { userId, code });
  if (spent.kind === 'refused') throw refuseCode('/secondFactorCode');
  return spent.kind === 'accepted' ? spent.factor : undefined;
};
