import type { Context } from '../../context.ts';
import type { ApiTokenList } from '../../contract/identity.ts';
import { API_TOKENS_PER_ACCOUNT_MAX } from '../../contract/limits.ts';
import { dayOf, spentByToken } from '../../ledger/spending.ts';
import { parseScopes } from './find-token-owner.ts';

type TokenRow = Omit<ApiTokenList['items'][number], 'scopes'> & { scopes: string };

/** The tokens of a user that can be used, the newest first, with what each has spent. */
export const listTokens = async (ctx: Context, userId: string): Promise<ApiTokenList> => {
  const { results } = await ctx.db
    .prepare(
      `SELECT t.id, t.name, t.hint, t.scopes, t.cap_credits AS capCredits,
          t.daily_cap_credits AS dailyCapCredits, t.created_at AS createdAt,
          t.last_used_at AS lastUsedAt, ${spentByToken('t.id', '0')} AS spentCredits,
          ${spentByToken('t.id', '?3')} AS spentTodayCredits
        FROM api_tokens t WHERE t.user_id = ?1 AND t.revoked_at IS NULL ORDER BY t.created_at DESC, t.rowid DESC LIMIT ?2`,
    )
    .bind(userId, API_TOKENS_PER_ACCOUNT_MAX, dayOf(ctx.clock.now()))
    .all<TokenRow>();
  return { items: results.map((row) => ({ ...row, scopes: parseScopes(row.scopes) })) };
};
