import type { Context } from '../../context.ts';
import type { SignInMethod } from '../../contract/identity.ts';
import { SECOND_FACTOR_TRIES_PER_CHALLENGE } from '../../contract/limits.ts';
import { AppError } from '../../errors.ts';
import type { Origin } from '../audit/record-action.ts';
import { refuseCode } from '../second-factor/require-second-factor.ts';
import { spendSecondFactorCode } from '../second-factor/spend-code.ts';
import type { SessionTokens } from '../sessions/open-session.ts';
import { admitAccount } from './admit-account.ts';
import { hashChallengeToken } from './challenge-token.ts';
import { enterAccount } from './enter-account.ts';

type Tried = { id: string; userId: string; method: SignInMethod };

const expired = () => new AppError('unauthenticated', 'This sign-in has run out. Please begin again.');

/** Uses up one try of a challenge that stands. */
const tryChallenge = async (ctx: Context, token: string | undefined): Promise<Tried> => {
  const hash = token ? hashChallengeToken(token) : undefined;
  if (!hash) throw expired();
  const tried = await ctx.db
    .prepare(
      `UPDATE second_factor_challenges SET tries = tries + 1
        WHERE token_hash = ?1 AND used_at IS NULL AND expires_at > ?2 AND tries < ?3
        RETURNING id, user_id AS userId, method`,
    )
    .bind(hash, ctx.clock.now(), SECOND_FACTOR_TRIES_PER_CHALLENGE)
    .first<Tried>();
  if (!tried) throw expired();
  return tried;
};

/**
 * Ends a sign-in that owes its second factor: with a right code the challenge becomes one session, once.
 * @throws AppError unauthenticated for a challenge that is none, used, run out or tried too often; validation_failed for
 * a wrong code; rate_limited; account_blocked.
 */
export const passSecondFactor = async (
  ctx: Context,
  input: { token: string | undefined; code: string; origin: Origin },
): Promise<{ userId: string; tokens: SessionTokens }> => {
  const { id, userId, method } = await tryChallenge(ctx, input.token);
  const { kind } = await spendSecondFactorCode(ctx, { userId, code: input.code });
  if (kind === 'off') throw expired();
  if (kind === 'refused') throw refuseCode('/code');
  const account = await admitAccount(ctx, userId);
  const { meta } = await ctx.db
    .prepare('UPDATE second_factor_challenges SET used_at = ?2 WHERE id = ?1 AND used_at IS NULL')
    .bind(id, ctx.clock.now())
    .run();
  if (meta.changes !== 1) throw expired();
  return { userId, tokens: await enterAccount(ctx, { userId, account, method, origin: input.origin }) };
};
