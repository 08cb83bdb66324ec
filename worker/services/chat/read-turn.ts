import type { Context } from '../../context.ts';
import type { ChatUsage, FinishReason } from '../../contract/chat.ts';
import { branchFrom } from '../../db/conversations.ts';
import type { Turn } from './begin-turn.ts';
import type { Said, TurnSettings } from './turn-place.ts';

type TurnRow = {
  conversationId: string;
  questionId: string;
  messageId: string;
  model: string;
  system: string | null;
  temperature: number;
  text: string;
  finishReason: FinishReason | null;
  promptTokens: number | null;
  completionTokens: number | null;
};

/** A turn that is in its conversation, with all that was said up to its question, and what stands of its answer. */
export type KeptTurn = {
  turn: Turn;
  settings: TurnSettings;
  said: Said;
  text: string;
  finishReason: FinishReason | null;
  usage: ChatUsage | null;
};

/** The turn of a job, as an earlier run has written it down; undefined where none has. */
export const readTurn = async (ctx: Context, job: { id: string; userId: string }): Promise<KeptTurn | undefined> => {
  const [turns, branch] = await ctx.db.batch([
    ctx.db
      .prepare(
        `SELECT a.conversation_id AS conversationId, a.parent_id AS questionId, a.id AS messageId, c.model,
            c.system_prompt AS system, c.temperature, a.text, a.finish_reason AS finishReason,
            a.prompt_tokens AS promptTokens, a.completion_tokens AS completionTokens
          FROM chat_messages a JOIN conversations c ON c.id = a.conversation_id
          WHERE a.job_id = ?1 AND a.role = 'assistant' AND a.user_id = ?2`,
      )
      .bind(job.id, job.userId),
    ctx.db
      .prepare(
        `WITH RECURSIVE ${branchFrom("(SELECT q.id FROM chat_messages q WHERE q.job_id = ?1 AND q.role = 'user')")}
          SELECT role, text FROM branch ORDER BY ordinal`,
      )
      .bind(job.id),
  ]);
  const row = (turns?.results as TurnRow[] | undefined)?.[0];
  if (!row) return undefined;
  const {
    conversationId,
    questionId,
    messageId,
    model,
    system,
    temperature,
    text,
    finishReason,
    promptTokens,
    completionTokens,
  } = row;
  return {
    turn: { jobId: job.id, userId: job.userId, conversationId, questionId, messageId },
    settings: { model, system, temperature },
    said: branch?.results as unknown as Said,
    text,
    finishReason,
    usage: promptTokens === null || completionTokens === null ? null : { promptTokens, completionTokens },
  };
};
