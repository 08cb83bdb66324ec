import type { Context } from '../../context.ts';
import type { Conversation, UpdateConversation } from '../../contract/chat.ts';
import { findModel } from '../vendors/require-model.ts';
import { readConversation } from './read-conversation.ts';

/**
 * Changes what is given: the name of a conversation, and how its next turn is answered.
 * @throws AppError not_found, also for somebody else's; validation_failed for a model that is not offered.
 */
export const updateConversation = async (
  ctx: Context,
  input: { userId: string; conversationId: string; change: UpdateConversation },
): Promise<Conversation> => {
  const { userId, conversationId, change } = input;
  const { title = null, model = null, temperature = null, system } = change;
  if (model !== null) await findModel(ctx, { modelId: model, module: 'text', pointer: '/model' });
  await ctx.db
    .prepare(
      `UPDATE conversations SET title = COALESCE(?3, title), model = COALESCE(?4, model),
          system_prompt = iif(?5, ?6, system_prompt), temperature = COALESCE(?7, temperature)
        WHERE id = ?1 AND user_id = ?2`,
    )
    .bind(conversationId, userId, title, model, Number(system !== undefined), system ?? null, temperature)
    .run();
  return readConversation(ctx, { userId, conversationId });
};
