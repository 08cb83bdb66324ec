import type { Context } from '../../context.ts';
import type { AssetInsert } from '../../ledger/postings.ts';
import { scaleImage } from '../../media/image/scale-image.ts';
import { readImage } from '../../providers/picture.ts';
import { mediaKeyOf, storeMedia, toAsset } from '../assets/store-media.ts';

/** A kept picture in small, as what is shown before it; the picture itself where it cannot be scaled. */
export const showSmall = async (
  ctx: Context,
  job: { id: string; userId: string },
  picture: Pick<AssetInsert, 'r2Key'>,
  maxSidePx: number,
): Promise<AssetInsert> => {
  const object = await ctx.bucket.get(picture.r2Key);
  const bytes = object && new Uint8Array(await object.arrayBuffer());
  const image = bytes && readImage(bytes);
  if (!image) throw new Error(`the picture ${picture.r2Key} is gone`);
  const small = (await scaleImage({ ...image, bytes }, { maxSidePx })) ?? {
    contentType: image.type,
    extension: 'full',
    widthPx: image.widthPx,
    heightPx: image.heightPx,
    bytes: image.clean,
  };
  const { contentType, extension, widthPx, heightPx } = small;
  const r2Key = mediaKeyOf(job, 'preview', extension);
  const media = await storeMedia(ctx, { r2Key, bytes: small.bytes, contentType, durationMs: null });
  return toAsset(ctx, job, media, { kind: 'preview', contentType, widthPx, heightPx });
};
