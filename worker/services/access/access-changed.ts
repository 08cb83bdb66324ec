import type { Context } from '../../context.ts';

/**
 * Makes a change of what a user may do felt at once, after it is written: his object reads anew, and live sockets that
 * may not stay are cut. Call it whenever a session ends, a token is revoked, or a block, role or plan changes.
 */
export const accessChanged = async (ctx: Context, userId: string): Promise<void> => {
  await Promise.all([ctx.account(userId).accessChanged(userId), ctx.adminHub().reconnect(userId)]);
};
