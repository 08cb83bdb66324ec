import type { Context } from '../../context.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';

/** Notes on its row, and tells the operators once, that the bucket has lost a made file which is shown (F35). */
export const flagLost = async (ctx: Context, assetId: string): Promise<void> => {
  const { meta } = await ctx.db
    .prepare('UPDATE assets SET lost_at = ?2 WHERE id = ?1 AND lost_at IS NULL')
    .bind(assetId, ctx.clock.now())
    .run();
  if (meta.changes === 1) await raiseAlert(ctx, { kind: 'file_lost', detail: { assetId } });
};
