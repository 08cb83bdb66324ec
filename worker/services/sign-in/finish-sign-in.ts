import type { Context } from '../../context.ts';
import type { SignInMethod } from '../../contract/identity.ts';
import { SECOND_FACTOR_CHALLENGE_MS } from '../../contract/limits.ts';
import { secondFactorChallenges } from '../../db/schema.ts';
import type { Origin } from '../audit/record-action.ts';
import type { SessionTokens } from '../sessions/open-session.ts';
import { admitAccount } from './admit-account.ts';
import { createChallengeToken } from './challenge-token.ts';
import { enterAccount } from './enter-account.ts';

/** What the browser keeps, in a cookie, until the second factor is given. */
export type Challenge = { token: string; expiresAt: number };

export type FinishedSignIn =
  | { kind: 'session'; tokens: SessionTokens }
  | { kind: 'second_factor'; challenge: Challenge };

const challenge = async (ctx: Context, userId: string, method: SignInMethod): Promise<Challenge> => {
  const now = ctx.clock.now();
  const expiresAt = now + SECOND_FACTOR_CHALLENGE_MS;
  const { token, hash } = createChallengeToken();
  await ctx.orm
    .insert(secondFactorChallenges)
    .values({ id: ctx.ids.next(), tokenHash: hash, userId, method, createdAt: now, expiresAt });
  return { token, expiresAt };
};

/**
 * The one place where a proven identity, by whatever method, becomes a session; or, where the account has a second
 * factor, a challenge that `passSecondFactor` turns into one.
 * @throws AppError account_blocked, unauthenticated when the account is gone.
 */
export const finishSignIn = async (
  ctx: Context,
  input: { userId: string; method: SignInMethod; origin: Origin },
): Promise<FinishedSignIn> => {
  const { userId, method } = input;
  const account = await admitAccount(ctx, userId);
  if (account.hasSecondFactor) return { kind: 'second_factor', challenge: await challenge(ctx, userId, method) };
  return { kind: 'session', tokens: await enterAccount(ctx, { ...input, account }) };
};
