import type { Context } from '../../context.ts';
import { apiTokens } from '../../db/schema.ts';
import { createToken, hashToken } from './token-format.ts';

/** Makes a token for a user. It is returned once; only its hash is kept. */
export const createApiToken = async (ctx: Context, input: { userId: string; name: string }): Promise<string> => {
  const token = createToken();
  const tokenHash = hashToken(token);
  if (!tokenHash) throw new Error('a token that was just made has the wrong format');
  await ctx.orm
    .insert(apiTokens)
    .values({ id: ctx.ids.next(), userId: input.userId, tokenHash, name: input.name, createdAt: ctx.clock.now() });
  return token;
};
