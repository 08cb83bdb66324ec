import type { Context } from '../../context.ts';
import type { HistoryRemoved } from '../../contract/history.ts';
import { HISTORY_UNDO_MS } from '../../contract/limits.ts';
import { AppError } from '../../errors.ts';
import { removeMedia } from '../assets/remove-media.ts';
import { tellOwner } from '../jobs/tell-owner.ts';

/**
 * Takes what the user chooses out of his history. For HISTORY_UNDO_MS it can be brought back (`restoreItems`); then its
 * files go.
 * @returns those that left by this very call.
 * @throws AppError not_found when none of them stands in the user's history.
 */
export const removeItems = async (
  ctx: Context,
  { userId, jobIds }: { userId: string; jobIds: readonly string[] },
): Promise<HistoryRemoved> => {
  const at = ctx.clock.now();
  const removed = await removeMedia(ctx, { jobIds, why: 'by_owner', ownerId: userId });
  if (removed.length === 0) throw new AppError('not_found', 'There is nothing like this in your history.');
  const gone = { jobIds: removed.map(({ jobId }) => jobId), undoUntil: at + HISTORY_UNDO_MS };
  await tellOwner(ctx, userId, { type: 'history_evicted', at, reason: 'by_owner', ...gone });
  return gone;
};
