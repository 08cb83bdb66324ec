import type { Context } from '../../context.ts';
import type { ActionEntry } from './record-action.ts';

/** Has open admin screens look again after an action was recorded; one that misses it sees it at its next look. */
export const tellOperators = async (ctx: Context, entry: ActionEntry): Promise<void> => {
  const { id: actionId, action, actor, target } = entry;
  try {
    const detail = { actionId, action, targetId: target.id, actorId: actor.id };
    await ctx.adminHub().publish({ kind: 'admin_action', at: ctx.clock.now(), detail });
  } catch (error) {
    ctx.log.error('operators_not_told', error, { actionId });
  }
};
