import type { Context } from '../../context.ts';
import type { ConversationList } from '../../contract/chat.ts';
import { cutPage, pageStart } from '../../cursor.ts';
import { IS_KEPT, shownHead } from '../../db/conversations.ts';
import { CONVERSATION_COLUMNS, type ConversationRow } from './read-conversation.ts';

/** A page of the user's conversations, the one with the latest turn first. @throws AppError malformed_cursor. */
export const listConversations = async (
  ctx: Context,
  input: { userId: string; cursor: string | undefined; limit: number },
): Promise<ConversationList> => {
  const { userId, cursor, limit } = input;
  const start = pageStart(cursor);
  const { results } = await ctx.db
    .prepare(
      `SELECT ${CONVERSATION_COLUMNS} FROM conversations c
        WHERE c.user_id = ?1 AND c.expires_at > ?2 AND (c.updated_at, c.id) < (?3, ?4) AND ${shownHead('c', '?2')} IS NOT NULL AND ${IS_KEPT}
        ORDER BY c.updated_at DESC, c.id DESC LIMIT ?5`,
    )
    .bind(userId, ctx.clock.now(), start.createdAt, start.id, limit + 1)
    .all<ConversationRow>();
  const rows = results.map((row) => ({ createdAt: row.updatedAt, id: row.conversationId, row }));
  const { items, nextCursor } = cutPage(rows, limit);
  return { items: items.map(({ row }) => row), nextCursor };
};
