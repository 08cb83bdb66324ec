import type { Context } from '../../context.ts';
import { SECOND_FACTOR_TRIES_PER_ACCOUNT_PER_HOUR } from '../../contract/limits.ts';
import { AppError } from '../../errors.ts';
import { open } from '../vault/seal.ts';

const HOUR_MS = 3_600_000;

/** A factor in the middle of a try: its secret is open, and the try is counted already. */
export type OpenFactor = { userId: string; secret: string; createdAt: number };

type FactorRow = { sealedSecret: string; createdAt: number };

/** When the next try may be made, for an account that has none left; undefined for one without such a factor. */
const readWindowStart = (ctx: Context, userId: string, isConfirmed: boolean) =>
  ctx.db
    .prepare(
      'SELECT window_started_at AS startedAt FROM second_factors WHERE user_id = ?1 AND (confirmed_at IS NOT NULL) = ?2',
    )
    .bind(userId, isConfirmed ? 1 : 0)
    .first<{ startedAt: number }>();

/**
 * Counts a try against the account and opens its factor, confirmed or not yet; counted and read in one statement, so
 * that no race gets past the limit. Undefined when there is no such factor.
 * @throws AppError rate_limited after SECOND_FACTOR_TRIES_PER_ACCOUNT_PER_HOUR.
 */
export const openFactor = async (
  ctx: Context,
  input: { userId: string; isConfirmed: boolean },
): Promise<OpenFactor | undefined> => {
  const { userId, isConfirmed } = input;
  const now = ctx.clock.now();
  const row = await ctx.db
    .prepare(
      `UPDATE second_factors SET
          window_tries = CASE WHEN window_started_at <= ?3 - ?4 THEN 1 ELSE window_tries + 1 END,
          window_started_at = CASE WHEN window_started_at <= ?3 - ?4 THEN ?3 ELSE window_started_at END
        WHERE user_id = ?1 AND (confirmed_at IS NOT NULL) = ?2
          AND (window_started_at <= ?3 - ?4 OR window_tries < ?5)
        RETURNING sealed_secret AS sealedSecret, created_at AS createdAt`,
    )
    .bind(userId, isConfirmed ? 1 : 0, now, HOUR_MS, SECOND_FACTOR_TRIES_PER_ACCOUNT_PER_HOUR)
    .first<FactorRow>();
  if (row) {
    const secret = await open(ctx.config.vault, row.sealedSecret, ['second-factor', userId]);
    return { userId, secret, createdAt: row.createdAt };
  }
  const window = await readWindowStart(ctx, userId, isConfirmed);
  if (!window) return undefined;
  throw new AppError('rate_limited', 'Too many wrong codes. Please wait before the next one.', {
    retryAfterSeconds: Math.max(1, Math.ceil((window.startedAt + HOUR_MS - now) / 1_000)),
  });
};
