import type { Context } from '../../context.ts';
import { sniffUploadType, UPLOAD_HEAD_BYTES, type UploadType } from '../../contract/upload-types.ts';
import { type AppError, invalidFields } from '../../errors.ts';
import type { AssetInsert } from '../../ledger/postings.ts';
import type { ImageFacts } from '../../media/image/image-facts.ts';
import { readJpeg } from '../../media/image/read-jpeg.ts';
import { readPng } from '../../media/image/read-png.ts';
import { readWebp } from '../../media/image/read-webp.ts';
import { FilmError } from '../../media/mp4/film-error.ts';
import { readFilm } from '../../media/mp4/read-film.ts';
import { probeSound } from '../assets/probe-audio.ts';
import { mediaKeyOf, storeMedia, storeStream, toAsset } from '../assets/store-media.ts';

/** What a job is made of, by its tool. */
export type ResultKind = 'image' | 'audio' | 'video';

const RESULTS: Partial<Record<string, ResultKind>> = {
  tts: 'audio',
  image: 'image',
  img2vid_noaudio: 'video',
  img2vid_audio: 'video',
  audio2vid: 'video',
};

/** What the jobs of a module deliver; undefined for one that no worker makes. */
export const resultKindOf = (module: string): ResultKind | undefined => RESULTS[module];

/** A file that a worker has put, and what it is to become. */
export type SentFile = {
  job: { userId: string; id: string };
  /** Where it was put. */
  r2Key: string;
  /** Where it goes, but for its ending. */
  name: string;
  expected: ResultKind;
  /** Where it is named in the report. */
  pointer: string;
  shown: Pick<AssetInsert, 'kind' | 'ordinal'>;
};
type Keep = (ctx: Context, file: SentFile, object: R2ObjectBody) => Promise<AssetInsert>;

const unreadable = ({ pointer }: SentFile, message: string): AppError =>
  invalidFields([{ pointer, code: 'file_unreadable', message }]);

type ImageType = Extract<UploadType, `image/${string}`>;
type SoundType = Exclude<UploadType, ImageType>;

const IMAGES: Record<ImageType, { extension: string; read: (bytes: Uint8Array) => ImageFacts | undefined }> = {
  'image/png': { extension: 'png', read: readPng },
  'image/jpeg': { extension: 'jpg', read: readJpeg },
  'image/webp': { extension: 'webp', read: readWebp },
};
const SOUND_EXTENSIONS: Record<SoundType, string> = {
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'audio/mp4': 'm4a',
  'audio/ogg': 'ogg',
};

const readWhole = async (object: R2ObjectBody) => {
  const bytes = new Uint8Array(await object.arrayBuffer());
  return { bytes, contentType: sniffUploadType(bytes.subarray(0, UPLOAD_HEAD_BYTES)) };
};
const isImage = (type: UploadType | undefined): type is ImageType => type !== undefined && type in IMAGES;

const keepImage: Keep = async (ctx, file, object) => {
  const { bytes, contentType } = await readWhole(object);
  const image = isImage(contentType) ? IMAGES[contentType].read(bytes) : undefined;
  if (!isImage(contentType) || !image) throw unreadable(file, 'This is no whole PNG, JPEG or WebP.');
  const { clean, widthPx, heightPx } = image;
  const r2Key = mediaKeyOf(file.job, file.name, IMAGES[contentType].extension);
  const media = await storeMedia(ctx, { r2Key, bytes: clean, contentType, durationMs: null });
  return toAsset(ctx, file.job, media, { ...file.shown, contentType, widthPx, heightPx });
};

const keepSound: Keep = async (ctx, file, object) => {
  const { bytes, contentType } = await readWhole(object);
  if (contentType === undefined || isImage(contentType)) throw unreadable(file, 'This is no sound.');
  const sound = await probeSound(bytes, contentType);
  if (!sound) throw unreadable(file, 'There is no sound in this file, or it is damaged.');
  const r2Key = mediaKeyOf(file.job, file.name, SOUND_EXTENSIONS[contentType]);
  const media = await storeMedia(ctx, { r2Key, bytes, contentType, durationMs: sound.durationMs });
  return toAsset(ctx, file.job, media, { ...file.shown, contentType });
};

/** A film is measured by its tables and copied as it comes: it is never in memory as a whole. */
const keepFilm: Keep = async (ctx, file, object) => {
  await object.body.cancel();
  const { r2Key, job, name, shown } = file;
  const readRange = async (offset: number, length: number): Promise<Uint8Array> => {
    const part = await ctx.bucket.get(r2Key, { range: { offset, length } });
    if (!part) throw new FilmError('it is gone');
    return new Uint8Array(await part.arrayBuffer());
  };
  const film = await readFilm(readRange, object.size).catch((error: unknown) => {
    throw error instanceof FilmError ? unreadable(file, `This is no film: ${error.message}.`) : error;
  });
  async function* open(): AsyncGenerator<Uint8Array> {
    const whole = await ctx.bucket.get(r2Key);
    if (!whole) throw new Error(`a film that was measured is gone: ${r2Key}`);
    yield* whole.body;
  }
  const { widthPx, heightPx, durationMs } = film;
  const contentType = 'video/mp4';
  const stored = { r2Key: mediaKeyOf(job, name, 'mp4'), sizeBytes: object.size, contentType, durationMs, open };
  return toAsset(ctx, job, await storeStream(ctx, stored), { ...shown, contentType, widthPx, heightPx });
};

const KEEP: Record<ResultKind, Keep> = { image: keepImage, audio: keepSound, video: keepFilm };

/**
 * Looks at a file that a worker has put, and keeps it under its own name: its type, size and length are what it shows
 * itself, whatever anybody says of it.
 * @throws AppError validation_failed at `pointer` when it is not there, or not what the job is to deliver.
 */
export const measureFile = async (ctx: Context, file: SentFile): Promise<AssetInsert> => {
  const { r2Key, pointer, expected } = file;
  const object = await ctx.bucket.get(r2Key);
  if (!object) throw invalidFields([{ pointer, code: 'file_incomplete', message: 'Nothing was put there.' }]);
  return KEEP[expected](ctx, file, object);
};
