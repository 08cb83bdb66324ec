import type { Context } from '../../context.ts';
import type { MediaRef } from '../../contract/media-ref.ts';
import type { SoundPart } from '../../db/vendor-requests.ts';
import { turnUpright } from '../../media/image/turn-upright.ts';
import { cutSound } from '../../media/sound/cut-sound.ts';
import type { SoundFileType } from '../../media/sound/packets.ts';
import { splitSound } from '../../media/sound/split-sound.ts';
import { uploadToFal } from '../../providers/fal-files.ts';
import { readImage } from '../../providers/picture.ts';
import { ProviderError, type SpeechVendorOptions } from '../../providers/provider.ts';
import { findTakenMedia } from '../uploads/take-media.ts';
import { FILM_VENDOR } from './film-run.ts';

type Own = { userId: string; ref: MediaRef };
type HandOver = Own & { signal: AbortSignal };

const gone = (): ProviderError => new ProviderError(FILM_VENDOR, 'rejected', 'a file that it works from is gone');

const readSound = async (ctx: Context, own: Own): Promise<{ bytes: Uint8Array; type: SoundFileType }> => {
  const media = await findTakenMedia(ctx, { ...own, kind: 'audio' });
  const object = media && (await ctx.bucket.get(media.r2Key));
  if (!object) throw gone();
  // What is taken as sound has one of these types.
  return { bytes: new Uint8Array(await object.arrayBuffer()), type: media.contentType as SoundFileType };
};

/** The pieces in which a sound is spoken: cut where it is quiet, none longer than `maxMs`. @throws ProviderError */
export const splitTakenSound = async (
  ctx: Context,
  { maxMs, ...own }: Own & { maxMs: number },
): Promise<SoundPart[]> => {
  const { bytes, type } = await readSound(ctx, own);
  const spans = await splitSound(bytes, type, { maxMs });
  if (!spans) throw new ProviderError(FILM_VENDOR, 'rejected', 'there is no sound in the file');
  return spans.map((span) => ({ startMs: span.startMs, lengthMs: span.maxMs }));
};

/** A photograph that its camera has laid on its side; undefined for every other, and where there is no memory to turn it. */
const uprightOf = async (bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  const image = readImage(bytes);
  return image?.isTurned ? turnUpright({ ...image, bytes }) : undefined;
};

/** Hands the picture that a film is made of over to the vendor. @returns its address. @throws ProviderError */
export const handOverImage = async (
  ctx: Context,
  { credential, wire }: SpeechVendorOptions,
  { userId, ref, signal }: HandOver,
): Promise<string> => {
  const media = await findTakenMedia(ctx, { userId, ref, kind: 'image' });
  const object = media && (await ctx.bucket.get(media.r2Key));
  if (!object) throw gone();
  const bytes = new Uint8Array(await object.arrayBuffer());
  const { contentType } = media;
  const name = `image.${contentType.slice('image/'.length)}`;
  const upright = (await uprightOf(bytes)) ?? bytes;
  const file = { body: new Blob([upright]).stream(), sizeBytes: upright.length, contentType, name };
  return uploadToFal(wire, credential, file, signal);
};

/** The same for a part of a sound, which is cut out before. */
export const handOverSound = async (
  ctx: Context,
  { credential, wire }: SpeechVendorOptions,
  { userId, ref, part, signal }: HandOver & { part: SoundPart },
): Promise<string> => {
  const sound = await readSound(ctx, { userId, ref });
  const cut = await cutSound(sound.bytes, sound.type, { startMs: part.startMs, maxMs: part.lengthMs });
  if (!cut) throw new ProviderError(FILM_VENDOR, 'rejected', 'there is no sound in this part of the file');
  const { contentType, extension, bytes } = cut;
  const file = { body: new Blob([bytes]).stream(), sizeBytes: bytes.length, contentType, name: `sound.${extension}` };
  return uploadToFal(wire, credential, file, signal);
};
