import type { Context } from '../../context.ts';
import type { ChatMessage, Conversation, FinishReason } from '../../contract/chat.ts';
import { branchFrom, IS_KEPT, isUnderWay, shownHead } from '../../db/conversations.ts';
import { AppError } from '../../errors.ts';

export type ConversationRow = Omit<Conversation, 'messages'>;

type MessageRow = {
  messageId: string;
  role: 'user' | 'assistant';
  text: string;
  jobId: string;
  model: string | null;
  finishReason: FinishReason | null;
  promptTokens: number | null;
  completionTokens: number | null;
  demo: number;
  createdAt: number;
};

export const CONVERSATION_COLUMNS = `c.id AS conversationId, c.title, c.model, c.system_prompt AS system, c.temperature,
  c.created_at AS createdAt, c.updated_at AS updatedAt, c.expires_at AS expiresAt,
  (SELECT g.job_id FROM generations g WHERE g.conversation_id = c.id) AS historyJobId`;

const toMessage = ({ promptTokens, completionTokens, demo, ...row }: MessageRow): ChatMessage => ({
  ...row,
  demo: demo === 1,
  usage: promptTokens === null || completionTokens === null ? null : { promptTokens, completionTokens },
});

/**
 * A user's own conversation with the branch that is shown. An answer whose job ended before its last words were written
 * down reads as what has been kept of it.
 * @throws AppError not_found, also for somebody else's.
 */
export const readConversation = async (
  ctx: Context,
  input: { userId: string; conversationId: string },
): Promise<Conversation> => {
  const { userId, conversationId } = input;
  const now = ctx.clock.now();
  const [conversations, messages] = await ctx.db.batch([
    ctx.db
      .prepare(
        `SELECT ${CONVERSATION_COLUMNS} FROM conversations c WHERE c.id = ?1 AND c.user_id = ?2 AND c.expires_at > ?3 AND ${IS_KEPT}`,
      )
      .bind(conversationId, userId, now),
    ctx.db
      .prepare(
        `WITH RECURSIVE head AS (SELECT ${shownHead('c', '?3')} AS id FROM conversations c WHERE c.id = ?1 AND c.user_id = ?2),
          ${branchFrom('(SELECT id FROM head)')}
          SELECT b.id AS messageId, b.role, b.text, b.job_id AS jobId, b.model, b.prompt_tokens AS promptTokens,
            b.completion_tokens AS completionTokens, b.created_at AS createdAt,
            (b.role = 'assistant' AND (SELECT j.demo FROM jobs j WHERE j.id = b.job_id) IS 1) AS demo, iif(b.role = 'user', NULL,
              COALESCE(b.finish_reason, iif(${isUnderWay('b', '?3')}, NULL, 'cut_off'))) AS finishReason
          FROM branch b ORDER BY b.ordinal`,
      )
      .bind(conversationId, userId, now),
  ]);
  const conversation = (conversations?.results as ConversationRow[] | undefined)?.[0];
  if (!conversation) throw new AppError('not_found', 'There is no such conversation.');
  return { ...conversation, messages: ((messages?.results ?? []) as MessageRow[]).map(toMessage) };
};
