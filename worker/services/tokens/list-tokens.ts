import type { Context } from '../../context.ts';
import type { ApiTokenList } from '../../contract/identity.ts';
import { API_TOKENS_PER_ACCOUNT_MAX } from '../../contract/limits.ts';
import { spentByToken } from '../../ledger/read.ts';
import { parseScopes } from './find-token-owner.ts';

type TokenRow = Omit<ApiTokenList['items'][number], 'scopes'> & { scopes: string };

/** The tokens of a user that can be used, the newest first, with what each has spent. */
export const listTokens = async (ctx: Context, userId: string): Promise<ApiTokenList> => {
  const { results } = await ctx.db
    .prepare(
      `SELECT t.id, t.name, t.hint, t.scopes, t.cap_credits AS capCredits, t.created_at AS createdAt,
          t.last_used_at AS lastUsedAt, ${spentByToken('t.id')} AS spentCredits
        FROM api_tokens t WHERE t.user_id = ?1 AND t.revoked_at IS NULL ORDER BY t.created_at DESC, t.rowid DESC LIMIT ?2`,
    )
    .bind(userId, API_TOKENS_PER_ACCOUNT_MAX)
    .all<TokenRow>();
  return { items: results.map((row) => ({ ...row, scopes: parseScopes(row.scopes) })) };
};
