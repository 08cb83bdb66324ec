import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { AdminUser, AdminUserList, AdminUserQuery } from '../../contract/admin.ts';
import { decodeCursor, encodeCursor } from '../../cursor.ts';
import { users } from '../../db/schema.ts';

const asciiLower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/**
 * The ways to write a text whose case may be anything: SQLite's `lower` knows only ASCII, so "шевченко" would not find
 * "Шевченко".
 */
const spellingsOf = (text: string): string[] => {
  const lower = text.toLowerCase();
  const titled = lower.replace(/(^|\s)(\S)/gu, (_, space: string, letter: string) => space + letter.toUpperCase());
  return [...new Set([text, lower, text.toUpperCase(), titled].map(asciiLower))];
};

/**
 * A whole id, or a part of e-mail or name. By `instr` and not by LIKE: nothing in the text is a wildcard, and D1 takes
 * no pattern of more than 50 bytes, which many an address has.
 */
const matches = (q: string): SQL => sql`(${users.id} = ${q} OR instr(${users.email}, ${q.toLowerCase()}) > 0
  OR EXISTS (SELECT 1 FROM json_each(${JSON.stringify(spellingsOf(q))}) s WHERE instr(lower(users.name), s.value) > 0))`;

/** What the list shows of a user, also where he is shown alone. */
export const adminUserColumns = {
  id: users.id,
  name: users.name,
  email: users.email,
  role: users.role,
  plan: users.plan,
  isBlocked: users.isBlocked,
  balanceCredits: users.credits,
  createdAt: users.createdAt,
  deletedAt: users.deletedAt,
  // Written out: in a query of one table a column is not qualified, and inside another SELECT would be that one's own.
  lastActiveAt: sql<number | null>`NULLIF(MAX(
    COALESCE((SELECT MAX(s.last_used_at) FROM sessions s WHERE s.user_id = users.id), 0),
    COALESCE((SELECT MAX(t.last_used_at) FROM api_tokens t WHERE t.user_id = users.id), 0),
    COALESCE((SELECT MAX(j.created_at) FROM jobs j WHERE j.user_id = users.id), 0)), 0)`,
};

/** A page of all accounts, the newest first. @throws AppError malformed_cursor. */
export const listUsers = async (ctx: Context, query: AdminUserQuery): Promise<AdminUserList> => {
  const { cursor, limit, q, role, plan, blocked } = query;
  const after = cursor ? decodeCursor(cursor) : undefined;
  const rows: AdminUser[] = await ctx.orm
    .select(adminUserColumns)
    .from(users)
    .where(
      and(
        after && sql`(${users.createdAt}, ${users.id}) < (${after.createdAt}, ${after.id})`,
        role && eq(users.role, role),
        plan && eq(users.plan, plan),
        // A literal, so that the index of the blocked serves.
        blocked === undefined ? undefined : blocked ? sql`${users.isBlocked} = 1` : sql`${users.isBlocked} = 0`,
        q ? matches(q) : undefined,
      ),
    )
    .orderBy(desc(users.createdAt), desc(users.id))
    .limit(limit + 1);
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? encodeCursor(last) : null };
};
