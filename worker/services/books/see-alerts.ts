import type { Context } from '../../context.ts';

/** Ticks off every alert up to a moment. The row says who and when. @returns how many were not seen before */
export const seeAlerts = async (
  ctx: Context,
  { operatorId, until }: { operatorId: string; until: number },
): Promise<{ seen: number }> => {
  const { meta } = await ctx.db
    .prepare('UPDATE admin_events SET seen_at = ?2, seen_by = ?3 WHERE seen_at IS NULL AND created_at <= ?1')
    .bind(until, ctx.clock.now(), operatorId)
    .run();
  if (meta.changes > 0) await ctx.adminHub().publish({ kind: 'alerts_seen', at: ctx.clock.now(), detail: {} });
  return { seen: meta.changes };
};
