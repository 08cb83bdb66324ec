import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { ApiTokenList } from '../../contract/identity.ts';
import { API_TOKENS_PER_ACCOUNT_MAX } from '../../contract/limits.ts';
import { apiTokens } from '../../db/schema.ts';

/** The tokens of a user that can be used, the newest first. */
export const listTokens = async (ctx: Context, userId: string): Promise<ApiTokenList> => ({
  items: await ctx.orm
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      hint: apiTokens.hint,
      createdAt: apiTokens.createdAt,
      lastUsedAt: apiTokens.lastUsedAt,
    })
    .from(apiTokens)
    .where(and(eq(apiTokens.userId, userId), isNull(apiTokens.revokedAt)))
    .orderBy(desc(apiTokens.createdAt), desc(apiTokens.id))
    .limit(API_TOKENS_PER_ACCOUNT_MAX),
});
