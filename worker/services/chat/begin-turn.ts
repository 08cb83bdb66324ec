import type { Context } from '../../context.ts';
import type { TextParams } from '../../contract/chat.ts';
import { CHAT_KEEP_MS } from '../../contract/limits.ts';
import { AppError } from '../../errors.ts';
import { titleOf } from './title-of.ts';
import { IS_FREE, PLACE, PLACE_COLUMNS, type PlaceRow, refusalOf, type TurnPlace } from './turn-place.ts';

/** A turn by the ids of its parts: the question, and the answer to it. */
export type Turn = { jobId: string; userId: string; conversationId: string; questionId: string; messageId: string };

/** The ids of a turn that is about to begin. */
export const newTurn = (
  ctx: Pick<Context, 'ids'>,
  { userId, jobId, conversationId }: Pick<Turn, 'userId' | 'jobId' | 'conversationId'>,
): Turn => ({ jobId, userId, conversationId, questionId: ctx.ids.next(), messageId: ctx.ids.next() });

/**
 * Writes down a question and the place of its answer, in one commit, and shows them from now on; where the request names
 * no conversation, one begins.
 * @param input.place as it was read: where a turn has come between, this one is refused
 * @throws AppError as `readPlace`
 */
export const beginTurn = async (
  ctx: Context,
  input: { turn: Turn; params: TextParams; place: TurnPlace; pointer: string },
): Promise<void> => {
  const { turn, params, pointer } = input;
  const { parentId, settings } = input.place;
  const { conversationId, userId, questionId, messageId, jobId } = turn;
  const now = ctx.clock.now();
  const where = [conversationId, userId, now, params.replaces ?? null] as const;
  const kept = [settings.model, settings.system, settings.temperature] as const;
  const open = ctx.db
    .prepare(
      `INSERT INTO conversations (id, user_id, title, model, system_prompt, temperature, created_at, updated_at, expires_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?7 + ${CHAT_KEEP_MS})`,
    )
    .bind(conversationId, userId, titleOf(params.message), ...kept, now);
  const results = await ctx.db.batch<PlaceRow>([
    ...(params.conversationId === undefined ? [open] : []),
    ctx.db.prepare(`WITH ${PLACE} SELECT ${PLACE_COLUMNS} FROM place`).bind(...where),
    ctx.db
      .prepare(
        `WITH ${PLACE} INSERT INTO chat_messages (id, conversation_id, user_id, parent_id, ordinal, role, text, job_id, created_at)
          SELECT ?5, id, user_id, parent_id, ordinal, 'user', ?6, ?7, ?3 FROM place WHERE ${IS_FREE} AND parent_id IS ?8`,
      )
      .bind(...where, questionId, params.message, jobId, parentId),
    ctx.db
      .prepare(
        `WITH ${PLACE} INSERT INTO chat_messages (id, conversation_id, user_id, parent_id, before_id, ordinal, role, text,
            job_id, created_at)
          SELECT ?5, q.conversation_id, q.user_id, q.id, place.shown_id, q.ordinal + 1, 'assistant', '', q.job_id, ?3
          FROM chat_messages q JOIN place ON place.id = q.conversation_id WHERE q.id = ?6`,
      )
      .bind(...where, messageId, questionId),
    ctx.db
      .prepare(
        `UPDATE conversations SET head_id = ?2, updated_at = ?3, expires_at = ?3 + ${CHAT_KEEP_MS}, model = ?4,
            system_prompt = ?5, temperature = ?6
          WHERE id = ?1 AND EXISTS (SELECT 1 FROM chat_messages m WHERE m.id = ?2)`,
      )
      .bind(conversationId, messageId, now, ...kept),
  ]);
  const [placed, , , shown] = results.slice(-4);
  if (shown?.meta.changes === 1) return;
  throw (
    refusalOf(placed?.results[0], pointer) ??
    new AppError('job_in_progress', 'Another turn of this conversation came first.', { retryAfterSeconds: 2 })
  );
};
