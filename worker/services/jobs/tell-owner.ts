import type { Context } from '../../context.ts';
import type { LiveEvent } from '../../contract/events.ts';

/** Sends a live event to a user's open tabs. Events are hints: one that cannot be sent is logged and stops nothing. */
export const tellOwner = async (ctx: Context, userId: string, event: LiveEvent): Promise<void> => {
  try {
    await ctx.account(userId).publish(event);
  } catch (error) {
    ctx.log.error('event_not_sent', error, { type: event.type });
  }
};
