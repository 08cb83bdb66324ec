import type { Context } from '../../context.ts';
import type { TextParams } from '../../contract/chat.ts';
import { CHAT_MESSAGES_MAX } from '../../contract/limits.ts';
import { branchFrom, IS_KEPT, isUnderWay, shownHead } from '../../db/conversations.ts';
import { AppError, invalidFields } from '../../errors.ts';

/** How a turn is answered, as its request says or its conversation. */
export type TurnSettings = { model: string; system: string | null; temperature: number };

/** What has been said, the oldest first. */
export type Said = readonly { role: 'user' | 'assistant'; text: string }[];

/** Where a turn goes: after which message, what has been said up to there, and how it is answered. */
export type TurnPlace = { parentId: string | null; said: Said; settings: TurnSettings };

/** How a conversation begins that says nothing of it. */
const FIRST_SETTINGS: TurnSettings = { model: 'gpt-4o-mini', system: null, temperature: 0.7 };

export type PlaceRow = TurnSettings & { isBusy: number; isFound: number; ordinal: number; parentId: string | null };

/**
 * SQL: the table `place`, where a turn of the conversation ?1 of the user ?2 goes at ?3 (unix ms): after what is shown
 * last, or into the place of the question that the message ?4 is of.
 */
export const PLACE = `
  spot AS (
    SELECT c.*, ${shownHead('c', '?3')} AS shown_id,
      COALESCE((SELECT ${isUnderWay('h', '?3')} FROM chat_messages h WHERE h.id = c.head_id), 0) AS is_busy,
      (SELECT iif(r.role = 'user', r.id, r.parent_id) FROM chat_messages r
        WHERE r.id = ?4 AND r.conversation_id = c.id) AS question_id
    FROM conversations c WHERE c.id = ?1 AND c.user_id = ?2 AND c.expires_at > ?3 AND ${IS_KEPT}),
  placed AS (
    SELECT s.*, (?4 IS NULL OR s.question_id IS NOT NULL) AS is_found, iif(?4 IS NULL, s.shown_id,
      (SELECT q.parent_id FROM chat_messages q WHERE q.id = s.question_id)) AS parent_id FROM spot s),
  place AS (
    SELECT p.*, COALESCE((SELECT m.ordinal FROM chat_messages m WHERE m.id = p.parent_id), 0) + 1 AS ordinal
    FROM placed p)`;

/** SQL: whether a turn may go to a place. */
export const IS_FREE = `is_found AND NOT is_busy AND ordinal < ${CHAT_MESSAGES_MAX}`;

export const PLACE_COLUMNS = `model, system_prompt AS system, temperature, is_busy AS isBusy, is_found AS isFound, ordinal,
  parent_id AS parentId`;

/** Why a turn may not go to a place; undefined when it may. */
export const refusalOf = (place: PlaceRow | undefined, pointer: string): AppError | undefined => {
  if (!place) return new AppError('not_found', 'There is no such conversation.');
  if (!place.isFound) {
    const message = 'The conversation has no such message.';
    return invalidFields([{ pointer: `${pointer}/replaces`, code: 'invalid', message }]);
  }
  if (place.isBusy) {
    const message = 'The answer before this one is still being written.';
    return new AppError('job_in_progress', message, { retryAfterSeconds: 2 });
  }
  if (place.ordinal < CHAT_MESSAGES_MAX) return undefined;
  return new AppError('conversation_full', 'This conversation is full; begin a new one.');
};

/**
 * Where a turn goes. Changes nothing.
 * @throws AppError not_found, also for somebody else's conversation; validation_failed for a message that is not in it;
 * job_in_progress while a turn of it is under way; conversation_full.
 */
export const readPlace = async (
  ctx: Context,
  input: { userId: string; params: TextParams; pointer: string },
): Promise<TurnPlace> => {
  const { userId, params, pointer } = input;
  const { conversationId, model, system, temperature, replaces = null } = params;
  const withOwn = (kept: TurnSettings): TurnSettings => ({
    model: model ?? kept.model,
    system: system === undefined ? kept.system : system,
    temperature: temperature ?? kept.temperature,
  });
  if (conversationId === undefined) {
    if (replaces !== null)
      throw refusalOf({ ...FIRST_SETTINGS, isBusy: 0, isFound: 0, ordinal: 1, parentId: null }, pointer);
    return { parentId: null, said: [], settings: withOwn(FIRST_SETTINGS) };
  }
  const where = [conversationId, userId, ctx.clock.now(), replaces] as const;
  const [places, branch] = await ctx.db.batch([
    ctx.db.prepare(`WITH ${PLACE} SELECT ${PLACE_COLUMNS} FROM place`).bind(...where),
    ctx.db
      .prepare(
        `WITH RECURSIVE ${PLACE}, ${branchFrom('(SELECT parent_id FROM place)')}
          SELECT role, text FROM branch ORDER BY ordinal`,
      )
      .bind(...where),
  ]);
  const place = (places?.results as PlaceRow[] | undefined)?.[0];
  const refusal = refusalOf(place, pointer);
  if (refusal || !place) throw refusal;
  return { parentId: place.parentId, said: branch?.results as unknown as Said, settings: withOwn(place) };
};
