import type { AudioCodec } from 'mediabunny';
import type { FieldCode, FieldProblem } from '../../contract/problem.ts';
import { sniffUploadType, UPLOAD_TYPES, type UploadType } from '../../contract/upload-types.ts';
import type { ImageFacts } from '../../media/image/image-facts.ts';
import { readJpeg } from '../../media/image/read-jpeg.ts';
import { readPng } from '../../media/image/read-png.ts';
import { isAnimation, readWebp } from '../../media/image/read-webp.ts';
import { isPcm, type SoundFileType } from '../../media/sound/packets.ts';
import { inspectSound } from '../assets/probe-audio.ts';
import { findLengthFault, findSizeFault } from './find-limit-fault.ts';

type ImageType = Exclude<UploadType, SoundFileType>;

type ImageFormat = { extension: string; read: (bytes: Uint8Array) => ImageFacts | undefined };

const IMAGE_FORMATS: Record<ImageType, ImageFormat> = {
  'image/png': { extension: 'png', read: readPng },
  'image/jpeg': { extension: 'jpg', read: readJpeg },
  'image/webp': { extension: 'webp', read: readWebp },
};

const isSound = (type: UploadType): type is SoundFileType => UPLOAD_TYPES.audio.some((sound) => sound === type);

/** What is decoded wherever a sound goes; FLAC, Apple Lossless and the codecs of the cinema are not. */
const CODECS: readonly AudioCodec[] = ['mp3', 'aac', 'opus', 'vorbis'];

const isKnownCodec = (codec: AudioCodec | null): boolean => codec !== null && (CODECS.includes(codec) || isPcm(codec));

/** What was found in a file that is as it should be. An image's bytes are those to be kept; sound is kept as it is. */
export type Inspected =
  | ({ kind: 'image'; extension: string } & ImageFacts)
  | { kind: 'audio'; durationMs: number }
  | { kind: 'refused'; errors: FieldProblem[] };

const refused = (pointer: string, code: FieldCode, message: string): Inspected => ({
  kind: 'refused',
  errors: [{ pointer, code, message }],
});

const inspectImage = (bytes: Uint8Array, type: ImageType): Inspected => {
  const { extension, read } = IMAGE_FORMATS[type];
  const image = read(bytes);
  if (!image && type === 'image/webp' && isAnimation(bytes)) {
    return refused('/file', 'image_unsupported', 'The image is an animation. Send one picture of it.');
  }
  if (!image) return refused('/file', 'file_unreadable', 'The image is damaged, or not whole.');
  if (image.isInInks) {
    return refused('/file', 'image_unsupported', 'The image is in the inks of print (CMYK). Save it in RGB.');
  }
  const fault = findSizeFault(image.widthPx, image.heightPx);
  if (fault) return refused('/file', fault.code, fault.message);
  return { kind: 'image', extension, ...image };
};

const inspectSoundFile = async (bytes: Uint8Array, type: SoundFileType): Promise<Inspected> => {
  const sound = await inspectSound(bytes, type);
  if (!sound) return refused('/file', 'file_unreadable', 'There is no sound in the file, or it is damaged.');
  const { durationMs, isFilm, codec } = sound;
  if (isFilm) return refused('/file', 'sound_unsupported', 'The file is a film. Send its sound alone.');
  if (!isKnownCodec(codec)) {
    const message =
      'The sound in the file is coded in a way that is not taken. In M4A it is AAC, in Ogg Opus or Vorbis.';
    return refused('/file', 'sound_unsupported', message);
  }
  const fault = findLengthFault(durationMs);
  if (fault) return refused('/file', fault.code, fault.message);
  return { kind: 'audio', durationMs };
};

/** Looks at a file that has arrived: whether it is what it was said to be, and within the limits of G-10. */
export const inspectFile = async (bytes: Uint8Array, declared: UploadType): Promise<Inspected> => {
  const found = sniffUploadType(bytes);
  if (found !== declared) {
    const message = `The file is ${found ?? 'of no type that is taken'}, not ${declared}.`;
    return refused('/contentType', 'file_type_differs', message);
  }
  return isSound(declared) ? inspectSoundFile(bytes, declared) : inspectImage(bytes, declared);
};
