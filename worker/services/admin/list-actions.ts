import { and, desc, eq, sql } from 'drizzle-orm';
import { alias, type SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Context } from '../../context.ts';
import type { AdminAction, AdminActionList, AdminActionQuery } from '../../contract/admin.ts';
import { decodeCursor, encodeCursor } from '../../cursor.ts';
import { adminActions, users } from '../../db/schema.ts';

const actor = alias(users, 'actor');
const target = alias(users, 'target');

/** In a batch a row comes by the names of its columns: two of one name would be one. */
const named = (column: SQLiteColumn, name: string) => sql<string | null>`${column}`.as(name);

const columns = {
  action: adminActions,
  actorName: named(actor.name, 'actor_name'),
  actorEmail: named(actor.email, 'actor_email'),
  targetName: named(target.name, 'target_name'),
  targetEmail: named(target.email, 'target_email'),
};

/** Entries of the audit log with the names of those they are about, the newest first; a query to be narrowed and run. */
export const selectActions = (ctx: Context) =>
  ctx.orm
    .select(columns)
    .from(adminActions)
    .leftJoin(actor, and(eq(adminActions.actorKind, 'user'), eq(actor.id, adminActions.actorId)))
    .leftJoin(target, and(eq(adminActions.targetKind, 'user'), eq(target.id, adminActions.targetId)))
    .orderBy(desc(adminActions.createdAt), desc(adminActions.id));

export const toAction = (row: Awaited<ReturnType<typeof selectActions>>[number]): AdminAction => {
  const { actorKind, actorId, targetKind, targetId, stateBefore, stateAfter, ...rest } = row.action;
  return {
    ...rest,
    actor: { kind: actorKind, id: actorId, name: row.actorName, email: row.actorEmail },
    target: { kind: targetKind, id: targetId, name: row.targetName, email: row.targetEmail },
    before: JSON.parse(stateBefore),
    after: JSON.parse(stateAfter),
  };
};

/** A page of the audit log, the newest first. @throws AppError malformed_cursor. */
export const listActions = async (ctx: Context, query: AdminActionQuery): Promise<AdminActionList> => {
  const { cursor, limit, action, actorId, targetId } = query;
  const after = cursor ? decodeCursor(cursor) : undefined;
  const rows = await selectActions(ctx)
    .where(
      and(
        after && sql`(${adminActions.createdAt}, ${adminActions.id}) < (${after.createdAt}, ${after.id})`,
        action && eq(adminActions.action, action),
        actorId ? eq(adminActions.actorId, actorId) : undefined,
        targetId ? eq(adminActions.targetId, targetId) : undefined,
      ),
    )
    .limit(limit + 1);
  const items = rows.slice(0, limit).map(toAction);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? encodeCursor(last) : null };
};
