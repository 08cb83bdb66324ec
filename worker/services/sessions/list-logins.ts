import { and, desc, eq, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { LoginList } from '../../contract/identity.ts';
import { cutPage, pageStart } from '../../cursor.ts';
import { loginHistory } from '../../db/schema.ts';
import { nameDevice } from './name-device.ts';

/** A page of a user's sign-ins, newest first (AUTH-08). @throws AppError malformed_cursor. */
export const listLogins = async (
  ctx: Context,
  input: { userId: string; cursor: string | undefined; limit: number; currentSessionId: string | null },
): Promise<LoginList> => {
  const { userId, limit, currentSessionId } = input;
  const after = pageStart(input.cursor);
  const rows = await ctx.orm
    .select()
    .from(loginHistory)
    .where(
      and(
        eq(loginHistory.userId, userId),
        sql`(${loginHistory.createdAt}, ${loginHistory.id}) < (${after.createdAt}, ${after.id})`,
      ),
    )
    .orderBy(desc(loginHistory.createdAt), desc(loginHistory.id))
    .limit(limit + 1);
  const { items, nextCursor } = cutPage(rows, limit);
  return {
    items: items.map(({ id, method, ip, userAgent, createdAt, sessionId }) => ({
      id,
      method,
      device: nameDevice(userAgent),
      ip,
      createdAt,
      isCurrent: sessionId === currentSessionId,
    })),
    nextCursor,
  };
};
