import type { Context } from '../../context.ts';
import { adminEvents } from '../../db/schema.ts';

/** Tells the operators: a row that stays, and a live event to whoever is watching. */
export const raiseAlert = async (
  ctx: Context,
  alert: { kind: string; detail: Record<string, string | number> },
): Promise<void> => {
  const at = ctx.clock.now();
  ctx.log.error('alert', alert.kind, alert.detail);
  await ctx.orm
    .insert(adminEvents)
    .values({ id: ctx.ids.next(), kind: alert.kind, detail: JSON.stringify(alert.detail), createdAt: at });
  await ctx.adminHub().publish({ ...alert, at });
};
