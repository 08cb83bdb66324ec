import type { Context } from '../../context.ts';
import { accessChanged } from '../access/access-changed.ts';

export type EndReason = 'signed_out' | 'ended_by_user' | 'refresh_reused' | 'blocked';

/**
 * Ends sessions of a user: one, or all but one. Their live sockets are cut at once.
 * @returns how many were open and have ended.
 */
export const endSessions = async (
  ctx: Context,
  input: { userId: string; reason: EndReason } & ({ only: string } | { except: string | null }),
): Promise<number> => {
  const only = 'only' in input ? input.only : null;
  const except = 'except' in input ? input.except : null;
  const { results } = await ctx.db
    .prepare(
      `UPDATE sessions SET ended_at = ?2, end_reason = ?3 WHERE user_id = ?1 AND ended_at IS NULL
        AND (?4 IS NULL OR id = ?4) AND (?5 IS NULL OR id <> ?5) RETURNING id`,
    )
    .bind(input.userId, ctx.clock.now(), input.reason, only, except)
    .all<{ id: string }>();
  if (results.length > 0) await accessChanged(ctx, input.userId);
  return results.length;
};
