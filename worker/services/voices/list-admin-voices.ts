import { and, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { AdminVoiceList, AdminVoiceQuery } from '../../contract/admin-vendors.ts';
import { voices } from '../../db/schema.ts';
import { conditionsOf, decodePlace, encodePlace } from './list-voices.ts';

/**
 * The voices that vendors have listed, by name, for operators: internal ones too, and those that are gone, which jobs may
 * still name. The house's own are in the code and not among them.
 * @throws AppError malformed_cursor.
 */
export const listAdminVoices = async (ctx: Context, query: AdminVoiceQuery): Promise<AdminVoiceList> => {
  const { vanished, cursor, limit } = query;
  const after = cursor ? decodePlace(cursor) : undefined;
  const rows = await ctx.orm
    .select({
      id: voices.id,
      provider: voices.provider,
      name: voices.name,
      languages: voices.languages,
      isCloned: voices.isCloned,
      keyIds: voices.keyIds,
      syncedAt: voices.syncedAt,
      vanishedAt: voices.vanishedAt,
    })
    .from(voices)
    .where(
      and(
        ...conditionsOf(query),
        vanished === undefined ? undefined : vanished ? isNotNull(voices.vanishedAt) : isNull(voices.vanishedAt),
        after && sql`(${voices.name} COLLATE NOCASE, ${voices.id}) > (${after.name}, ${after.id})`,
      ),
    )
    .orderBy(sql`${voices.name} COLLATE NOCASE`, voices.id)
    .limit(limit + 1);
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? encodePlace(last) : null };
};
