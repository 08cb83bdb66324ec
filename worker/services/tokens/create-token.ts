import type { Context } from '../../context.ts';
import type { CreatedApiToken } from '../../contract/identity.ts';
import { API_TOKENS_PER_ACCOUNT_MAX } from '../../contract/limits.ts';
import { TOKEN_SCOPES, type TokenScope } from '../../contract/permissions.ts';
import { AppError } from '../../errors.ts';
import type { TokenOwner } from './find-token-owner.ts';
import { listTokens } from './list-tokens.ts';
import { revokeToken } from './revoke-token.ts';
import { createToken, hashToken, hintOf } from './token-format.ts';

/** Revokes the oldest token of an account that has as many as it may. For the demo creator, who never tidies up. */
export const makeRoomForToken = async (ctx: Context, userId: string): Promise<void> => {
  const { items } = await listTokens(ctx, userId);
  const oldest = items.at(-1);
  if (oldest && items.length >= API_TOKENS_PER_ACCOUNT_MAX) await revokeToken(ctx, { userId, tokenId: oldest.id });
};

/**
 * Makes a token for a user, with every scope and no cap unless told. It is returned once; only its hash and last
 * characters are kept.
 * @throws AppError insufficient_scope when a token asks for more than it has; too_many_tokens beyond API_TOKENS_PER_ACCOUNT_MAX, counted in the same statement.
 */
export const createApiToken = async (
  ctx: Context,
  input: {
    userId: string;
    name: string;
    scopes?: readonly TokenScope[];
    capCredits?: number | null;
    dailyCapCredits?: number | null;
    /** The token that asks for it; it cannot pass on more than it has. */
    asking?: Omit<TokenOwner['token'], 'id'>;
  },
): Promise<CreatedApiToken> => {
  const { scopes = TOKEN_SCOPES, capCredits = null, dailyCapCredits = null, asking } = input;
  const isCapped = asking && (asking.capCredits !== null || asking.dailyCapCredits !== null);
  if (isCapped || (asking && scopes.some((scope) => !asking.scopes.includes(scope)))) {
    throw new AppError('insufficient_scope', 'A token cannot make one that may do or spend more than itself.');
  }
  const token = createToken();
  const tokenHash = hashToken(token);
  if (!tokenHash) throw new Error('a token that was just made has the wrong format');
  const item = {
    id: ctx.ids.next(),
    name: input.name,
    scopes: [...scopes],
    capCredits,
    dailyCapCredits,
    spentCredits: 0,
    spentTodayCredits: 0,
    hint: hintOf(token),
    createdAt: ctx.clock.now(),
    lastUsedAt: null,
  };
  const { meta } = await ctx.db
    .prepare(
      `INSERT INTO api_tokens (id, user_id, token_hash, name, hint, created_at, scopes, cap_credits,
          daily_cap_credits)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?8, ?9, ?10
        WHERE (SELECT COUNT(*) FROM api_tokens WHERE user_id = ?2 AND revoked_at IS NULL) < ?7`,
    )
    .bind(
      item.id,
      input.userId,
      tokenHash,
      item.name,
      item.hint,
      item.createdAt,
      API_TOKENS_PER_ACCOUNT_MAX,
      JSON.stringify(scopes),
      capCredits,
      dailyCapCredits,
    )
    .run();
  if (meta.changes !== 1) {
    throw new AppError(
      'too_many_tokens',
      `An account has at most ${API_TOKENS_PER_ACCOUNT_MAX} tokens; revoke one first.`,
    );
  }
  return { token, item };
};
