import type { Context } from '../../context.ts';
import { type OpenFactor, openFactor } from './open-factor.ts';
import { hashRecoveryCode, looksLikeRecoveryCode } from './recovery-code.ts';
import { findTotpStep } from './totp.ts';

export type SpentCode = { kind: 'off' } | { kind: 'refused' } | { kind: 'accepted'; factor: OpenFactor };

/** Takes the code of a step no older than the last one taken, so that none is taken twice. A right code is no try. */
const spendTotp = async (ctx: Context, factor: OpenFactor, code: string): Promise<boolean> => {
  const step = findTotpStep(factor.secret, code, ctx.clock.now());
  if (step === undefined) return false;
  const { meta } = await ctx.db
    .prepare(
      `UPDATE second_factors SET last_step = ?3, window_tries = MAX(window_tries - 1, 0)
        WHERE user_id = ?1 AND created_at = ?2 AND confirmed_at IS NOT NULL AND last_step < ?3`,
    )
    .bind(factor.userId, factor.createdAt, step)
    .run();
  return meta.changes === 1;
};

const spendRecovery = async (ctx: Context, factor: OpenFactor, code: string): Promise<boolean> => {
  const { meta } = await ctx.db
    .prepare('UPDATE recovery_codes SET used_at = ?3 WHERE user_id = ?1 AND code_hash = ?2 AND used_at IS NULL')
    .bind(factor.userId, hashRecoveryCode(factor.secret, code), ctx.clock.now())
    .run();
  return meta.changes === 1;
};

/**
 * Uses up a code of the authenticator, or a recovery code: single use, whoever races.
 * @throws AppError rate_limited, see `openFactor`.
 */
export const spendSecondFactorCode = async (
  ctx: Context,
  input: { userId: string; code: string },
): Promise<SpentCode> => {
  const factor = await openFactor(ctx, { userId: input.userId, isConfirmed: true });
  if (!factor) return { kind: 'off' };
  const isRight = looksLikeRecoveryCode(input.code)
    ? await spendRecovery(ctx, factor, input.code)
    : await spendTotp(ctx, factor, input.code.replaceAll(/\s/g, ''));
  return isRight ? { kind: 'accepted', factor } : { kind: 'refused' };
};
