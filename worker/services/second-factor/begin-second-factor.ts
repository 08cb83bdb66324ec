import type { Context } from '../../context.ts';
import type { SecondFactorSetup } from '../../contract/second-factor.ts';
import { AppError } from '../../errors.ts';
import { readMe } from '../accounts/read-me.ts';
import { seal } from '../vault/seal.ts';
import { createTotpSecret, totpAddress } from './totp.ts';

/**
 * Gives a new secret for the authenticator app; it protects nothing until `confirmSecondFactor`. Begun again, the
 * earlier secret is forgotten.
 * @throws AppError second_factor_is_on.
 */
export const beginSecondFactor = async (ctx: Context, userId: string): Promise<SecondFactorSetup> => {
  const secret = createTotpSecret();
  const sealed = await seal(ctx.config.vault, secret, ['second-factor', userId]);
  const { name, email } = await readMe(ctx, userId);
  const { meta } = await ctx.db
    .prepare(
      `INSERT INTO second_factors (user_id, sealed_secret, created_at) VALUES (?1, ?2, ?3)
        ON CONFLICT (user_id) DO UPDATE SET sealed_secret = excluded.sealed_secret, created_at = excluded.created_at
          WHERE confirmed_at IS NULL`,
    )
    .bind(userId, sealed, ctx.clock.now())
    .run();
  if (meta.changes !== 1) throw new AppError('second_factor_is_on', 'Turn the present second factor off first.');
  return { secret, address: totpAddress(secret, email ?? name) };
};
