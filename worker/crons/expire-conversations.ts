import type { Context } from '../context.ts';
import { IS_EMPTY } from '../db/conversations.ts';

/** Conversations that one statement looks at, and statements of one run; the next day takes the rest. */
const CHUNK_CONVERSATIONS = 500;
const CHUNKS_MAX = 100;

/**
 * Daily: removes the conversations whose time is over and which never got a line in the history, since no turn of them was
 * answered. All others leave with their line (`expireMedia`).
 */
export const expireConversations = async (ctx: Context): Promise<void> => {
  const now = ctx.clock.now();
  let removed = 0;
  for (let chunk = 0; chunk < CHUNKS_MAX; chunk += 1) {
    const [, gone] = await ctx.db.batch([
      ctx.db
        .prepare(
          `DELETE FROM chat_messages WHERE conversation_id IN (SELECT c.id FROM conversations c WHERE c.expires_at <= ?1
            AND NOT EXISTS (SELECT 1 FROM generations g WHERE g.conversation_id = c.id) ORDER BY c.expires_at LIMIT ?2)`,
        )
        .bind(now, CHUNK_CONVERSATIONS),
      ctx.db.prepare(`DELETE FROM conversations WHERE expires_at <= ?1 AND ${IS_EMPTY}`).bind(now),
    ]);
    removed += gone?.meta.changes ?? 0;
    if ((gone?.meta.changes ?? 0) < CHUNK_CONVERSATIONS) break;
  }
  ctx.log.event('conversations_expired', { removed });
};
