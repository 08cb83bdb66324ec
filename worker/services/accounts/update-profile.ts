import type { Context } from '../../context.ts';
import type { Me } from '../../contract/users.ts';
import { readMe } from './read-me.ts';

/** Changes what a user may change of himself. */
export const updateProfile = async (ctx: Context, input: { userId: string; name: string }): Promise<Me> => {
  await ctx.db.prepare('UPDATE users SET name = ?2 WHERE id = ?1').bind(input.userId, input.name).run();
  return readMe(ctx, input.userId);
};
