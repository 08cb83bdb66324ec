import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { SessionList } from '../../contract/identity.ts';
import { sessions } from '../../db/schema.ts';
import { nameDevice } from './name-device.ts';

/** Most sessions that are listed; older ones run out by themselves. */
const LIST_MAX_ITEMS = 50;

/** The open sessions of a user, the last used first. */
export const listSessions = async (
  ctx: Context,
  input: { userId: string; currentId: string | null },
): Promise<SessionList> => {
  const rows = await ctx.orm
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, input.userId), isNull(sessions.endedAt), gt(sessions.expiresAt, ctx.clock.now())))
    .orderBy(desc(sessions.lastUsedAt))
    .limit(LIST_MAX_ITEMS);
  return {
    items: rows.map(({ id, ip, userAgent, createdAt, lastUsedAt }) => ({
      id,
      device: nameDevice(userAgent),
      ip,
      createdAt,
      lastUsedAt,
      isCurrent: id === input.currentId,
    })),
  };
};
