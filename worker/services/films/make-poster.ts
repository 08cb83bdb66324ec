import type { Context } from '../../context.ts';
import type { MediaRef } from '../../contract/media-ref.ts';
import type { AssetInsert } from '../../ledger/postings.ts';
import { PREVIEW_MAX_PX, type ScaledImage, scaleImage } from '../../media/image/scale-image.ts';
import { readImage } from '../../providers/picture.ts';
import { ProviderError } from '../../providers/provider.ts';
import { mediaKeyOf, storeMedia, toAsset } from '../assets/store-media.ts';
import { findTakenMedia } from '../uploads/take-media.ts';
import { FILM_VENDOR, type FilmRun } from './film-run.ts';

type Still = Omit<ScaledImage, 'contentType' | 'extension'> & { contentType: string; extension: string };

/**
 * The picture that a film is made of, in small; as it is where there is no memory to make it smaller.
 * @throws ProviderError rejected when it is gone
 */
export const readStill = async (ctx: Context, { job }: FilmRun, ref: MediaRef): Promise<Still> => {
  const media = await findTakenMedia(ctx, { userId: job.userId, ref, kind: 'image' });
  const object = media && (await ctx.bucket.get(media.r2Key));
  const bytes = object && new Uint8Array(await object.arrayBuffer());
  const image = bytes && readImage(bytes);
  if (!image) throw new ProviderError(FILM_VENDOR, 'rejected', 'the picture that it works from is gone');
  const small = await scaleImage({ ...image, bytes }, { maxSidePx: PREVIEW_MAX_PX });
  const { widthPx, heightPx, type } = image;
  return small ?? { bytes, widthPx, heightPx, contentType: type, extension: type.slice('image/'.length) };
};

/** What is seen before there is a film, and stands for it afterwards: the same still as preview and as poster. */
export const showStill = async (ctx: Context, { job }: FilmRun, still: Still): Promise<AssetInsert[]> => {
  const { bytes, contentType, extension, widthPx, heightPx } = still;
  const store = async (kind: 'preview' | 'poster') => {
    const r2Key = mediaKeyOf(job, kind, extension);
    const media = await storeMedia(ctx, { r2Key, bytes, contentType, durationMs: null });
    return toAsset(ctx, job, media, { kind, contentType, widthPx, heightPx });
  };
  return [await store('preview'), await store('poster')];
};
