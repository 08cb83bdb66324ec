import { createHash } from 'node:crypto';
import type { Context } from '../../context.ts';
import { SIGNUP_GRANT_ACTION } from '../../contract/signup-grant.ts';
import type { Me } from '../../contract/users.ts';
import { AppError, invalidFields, unavailable } from '../../errors.ts';
import { ProviderError } from '../../providers/provider.ts';
import type { CaptchaVerdict } from '../../providers/turnstile.ts';
import { signupGrantOf } from './open-account.ts';
import { readMe } from './read-me.ts';

const RETRY_AFTER_SECONDS = 5;

const refuse = (reason: 'expired' | 'refused') =>
  invalidFields([
    {
      pointer: '/captchaToken',
      code: 'invalid',
      message:
        reason === 'expired'
          ? 'The check took too long or was used before. Please do it once more.'
          : 'The check was not passed. Please try it once more.',
    },
  ]);

/** The same for the same person's same token: asked again after an answer that got lost, it is not spent twice. */
const retryKeyOf = (userId: string, token: string): string => {
  const hex = createHash('sha256')
    .update(JSON.stringify([userId, token]))
    .digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

const ask = async (
  ctx: Context,
  input: { userId: string; token: string; ip: string | undefined },
): Promise<CaptchaVerdict> => {
  const { userId, token, ip } = input;
  if (!ctx.captcha)
    throw new AppError('provider_unavailable', 'The check is not set up here. Your credits stay reserved.');
  try {
    return await ctx.captcha.verify({
      token,
      ip,
      action: SIGNUP_GRANT_ACTION,
      idempotencyKey: retryKeyOf(userId, token),
    });
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const message = 'The check could not be made just now. Please try again in a moment.';
    throw new AppError('provider_unavailable', message, { retryAfterSeconds: RETRY_AFTER_SECONDS }, { cause: error });
  }
};

/**
 * Gives a user the `signup_grant` that has waited for a captcha (G-02). Exactly once: for an account that has it nothing
 * changes, and no captcha is asked.
 * @throws AppError validation_failed at `/captchaToken`, provider_unavailable, unavailable.
 */
export const claimSignupGrant = async (
  ctx: Context,
  input: { userId: string; captchaToken: string; ip: string | undefined },
): Promise<Me> => {
  const { userId, captchaToken: token, ip } = input;
  const me = await readMe(ctx, userId);
  if (me.signupGrant === 'granted') return me;
  const verdict = await ask(ctx, { userId, token, ip });
  if (!verdict.ok) throw refuse(verdict.reason);
  const granted = await ctx.account(userId).grant(userId, { ...signupGrantOf(userId), account: null });
  if (!granted.ok) throw unavailable('Your credits could not be added just now. Please try again.');
  return readMe(ctx, userId);
};
