import type { SoundTrack } from '../engine/video/aac-encoder.ts';
import { decodePicture, type Picture } from '../engine/video/picture.ts';
import { sizeOfPicture } from '../engine/video/picture-size.ts';
import { readSoundTrack } from '../engine/video/sound-track.ts';
import type { SandboxEnv } from '../env.ts';
import {
  FAL_PICTURE_MAX_BYTES,
  FAL_PICTURE_MAX_PIXELS,
  FAL_PICTURE_MAX_RATIO,
  FAL_PICTURE_MIN_PIXELS,
  FAL_SOUND_MIN_SECONDS,
} from '../limits.ts';
import { openState } from '../state/open-state.ts';
import { FalError } from './fal-error.ts';
import { FAL_MEDIA_HOST } from './fal-model.ts';

const DATA_URI = /^data:[\w.+/-]*;base64,((?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/;

/**
 * A file that an input names: one that was handed over or made here, or one that is written into its own address.
 * The sandbox fetches nothing from anywhere else.
 */
const readInputFile = async (env: SandboxEnv, param: string, address: string): Promise<Uint8Array<ArrayBuffer>> => {
  const written = DATA_URI.exec(address)?.[1];
  if (written) return Uint8Array.from(atob(written), (char) => char.charCodeAt(0));
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const file = url?.hostname === FAL_MEDIA_HOST && (await openState(env).getFile(url.hostname + url.pathname));
  if (file) return file.bytes;
  const words = 'Failed to download the file. Please check if the URL is accessible and try again.';
  throw FalError.ofInput(param, words, 'file_download_error');
};

/** The picture that an input names. @throws FalError for one that Kling would not take */
export const readInputPicture = async (env: SandboxEnv, param: string, address: string): Promise<Picture> => {
  const bytes = await readInputFile(env, param, address);
  const refuse = (words: string, type: string): FalError => FalError.ofInput(param, words, type);
  const size = sizeOfPicture(bytes);
  if (!size) throw refuse('Failed to load the image. Supported types: jpeg, png, webp.', 'image_load_error');
  const [short, long] = [Math.min(size.width, size.height), Math.max(size.width, size.height)];
  if (short < FAL_PICTURE_MIN_PIXELS) {
    throw refuse(`The shorter side has to be at least ${FAL_PICTURE_MIN_PIXELS} px.`, 'image_too_small');
  }
  if (bytes.length > FAL_PICTURE_MAX_BYTES || short * long > FAL_PICTURE_MAX_PIXELS) {
    throw refuse('The image is too large.', 'image_too_large');
  }
  if (long / short > FAL_PICTURE_MAX_RATIO) {
    throw refuse(`One side may be ${FAL_PICTURE_MAX_RATIO} times the other at most.`, 'value_error');
  }
  const picture = await decodePicture(bytes);
  if (!picture) throw refuse('Failed to load the image. It is broken.', 'image_load_error');
  return picture;
};

/** The sound that an input names. @throws FalError for what is none, or is too short or too long */
export const readInputSound = async (
  env: SandboxEnv,
  param: string,
  address: string,
  max_seconds: number,
): Promise<SoundTrack> => {
  const bytes = await readInputFile(env, param, address);
  // A little more is read than is taken, so that what is too long is seen to be.
  const sound = await readSoundTrack(bytes, max_seconds + 1);
  if (!sound) throw FalError.ofInput(param, 'Failed to load the audio.', 'audio_load_error');
  if (sound.seconds > max_seconds) {
    throw FalError.ofInput(param, `The audio is longer than ${max_seconds} seconds.`, 'audio_duration_too_long');
  }
  if (sound.seconds < FAL_SOUND_MIN_SECONDS) {
    throw FalError.ofInput(param, 'The audio is too short.', 'audio_duration_too_short');
  }
  return sound;
};
