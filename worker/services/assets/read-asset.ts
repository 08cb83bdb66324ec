import { and, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { assets } from '../../db/schema.ts';
import { AppError } from '../../errors.ts';
import { dispositionOf } from './asset-name.ts';
import { type FileReply, type FileWish, serveFile } from './serve-file.ts';

/**
 * A file of the user's own, whole or in part. What belongs to somebody else is not found.
 * @throws AppError not_found; asset_gone when its time has run out or the bucket has lost it; range_not_satisfiable.
 */
export const readAsset = async (
  ctx: Context,
  input: { userId: string; assetId: string; wish: FileWish; download: boolean },
): Promise<FileReply> => {
  const asset = await ctx.orm
    .select()
    .from(assets)
    .where(and(eq(assets.id, input.assetId), eq(assets.userId, input.userId)))
    .get();
  if (!asset) throw new AppError('not_found', 'There is no such file.');
  if (asset.isDeleted) throw new AppError('asset_gone', 'This file has been removed.');
  const extension = asset.r2Key.split('.').at(-1) ?? 'bin';
  const disposition = await dispositionOf(ctx, asset, { download: input.download, extension });
  return serveFile(ctx, { ...asset, disposition }, input.wish);
};
