import { and, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { assets } from '../../db/schema.ts';
import { AppError } from '../../errors.ts';
import { toSrt, toVtt } from '../../script/captions/write-captions.ts';
import { dispositionOf } from './asset-name.ts';
import { findCaptions } from './captions-file.ts';

const WRITERS = { srt: toSrt, vtt: toVtt };
export const CAPTION_TYPES = { srt: 'application/x-subrip; charset=utf-8', vtt: 'text/vtt; charset=utf-8' };
export type CaptionFormat = keyof typeof WRITERS;

/**
 * The captions of a file of the user's own.
 * @throws AppError not_found where there are none, or it is somebody else's; asset_gone when its time has run out.
 */
export const readCaptions = async (
  ctx: Context,
  input: { userId: string; assetId: string; format: CaptionFormat; download: boolean },
): Promise<{ text: string; disposition: string }> => {
  const asset = await ctx.orm
    .select()
    .from(assets)
    .where(and(eq(assets.id, input.assetId), eq(assets.userId, input.userId)))
    .get();
  if (!asset || asset.captions === null) throw new AppError('not_found', 'There are no such captions.');
  const captions = asset.isDeleted ? undefined : await findCaptions(ctx, asset.r2Key);
  if (!captions) throw new AppError('asset_gone', 'This file has been removed.');
  const disposition = await dispositionOf(ctx, asset, { download: input.download, extension: input.format });
  return { text: WRITERS[input.format](captions), disposition };
};
