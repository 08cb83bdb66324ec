import { z } from 'zod';
import { FAL_FILE_HOSTS } from './fal-files.ts';
import { createFalRequests, type FalStatus } from './fal-requests.ts';
import type { LongStatus, LongVendor, LongVendorOptions, MadeVideo } from './long-vendor.ts';
import { fetchVendorFile } from './vendor-file.ts';
import { readVideo } from './video.ts';

/** A picture that begins to move. Addresses are what `uploadToFal` gives, or any that fal can read. */
export type ImageToVideoInput = {
  imageUrl: string;
  /** At most 2,500 characters. */
  prompt: string;
  /** What is not to be seen. */
  negativePrompt: string | undefined;
  seconds: 5 | 10;
};

/** A picture that speaks. The film is as long as the sound, and its price follows: the caller cuts the sound. */
export type TalkingImageInput = { imageUrl: string; audioUrl: string; prompt: string | undefined };

/** One of the vendor's people who speaks a sound. */
export type AudioToVideoInput = { audioUrl: string; avatarId: string };

const resultSchema = z.object({
  video: z.object({ url: z.string(), file_size: z.int().min(0).nullish() }),
  duration: z.number().positive().nullish(),
});

/** "45%" in what a model writes, such as "Rendering: 45%" or " 45%|████ |". */
const PERCENT = /(?<!\d)(\d{1,3})(?:\.\d+)?\s?%/;

/** How far it is by the newest line that says so. */
const progressOf = ({ logs }: FalStatus): number | null => {
  const percents = (logs ?? []).map(({ message }) => PERCENT.exec(message)?.[1]).filter((found) => found !== undefined);
  const last = percents.at(-1);
  return last === undefined ? null : Math.min(1, Number(last) / 100);
};

const toStatus = (look: FalStatus): LongStatus => {
  if (look.status === 'COMPLETED') return { state: 'done' };
  if (look.status === 'IN_PROGRESS') return { state: 'running', progress: progressOf(look) };
  return { state: 'queued', queuePosition: look.queue_position ?? null };
};

const createFalVideo = <Input>(
  { credential, wire, isDemo }: LongVendorOptions,
  model: string,
  toInput: (input: Input) => Record<string, unknown>,
): LongVendor<Input, MadeVideo> => {
  const requests = createFalRequests(wire, credential, { model, result: resultSchema });
  return {
    id: wire.provider,
    isDemo,
    submit: async (input, { signal, webhookUrl }) => ({
      requestId: await requests.submit(toInput(input), signal, webhookUrl),
    }),
    status: async (requestId, signal) => toStatus(await requests.look(requestId, signal, { logs: true })),
    async result(requestId, signal) {
      const { reply, billedUnits } = await requests.fetchResult(requestId, signal);
      const { url, file_size } = reply.video;
      const sizeBytes = file_size ?? null;
      return {
        contentType: 'video/mp4',
        sizeBytes,
        seconds: reply.duration ?? null,
        billedUnits,
        async *read(reading) {
          const file = await fetchVendorFile(wire, url, { hosts: FAL_FILE_HOSTS, signal: reading });
          yield* readVideo(wire, file, sizeBytes);
        },
      };
    },
    cancel: requests.cancel,
  };
};

/**
 * Kling v2.1: 5 or 10 s without a sound.
 * @param model of its two editions, as `fal-ai/kling-video/v2.1/pro/image-to-video`
 * @see https://fal.ai/models/fal-ai/kling-video/v2.1/pro/image-to-video/api
 */
export const createKlingVideo = (options: LongVendorOptions, model: string): LongVendor<ImageToVideoInput, MadeVideo> =>
  createFalVideo(options, model, (input) => ({
    prompt: input.prompt,
    image_url: input.imageUrl,
    duration: String(input.seconds),
    negative_prompt: input.negativePrompt,
  }));

/**
 * Kling's ai-avatar: a picture speaks a sound.
 * @param model as `fal-ai/kling-video/v1/pro/ai-avatar`
 * @see https://fal.ai/models/fal-ai/kling-video/v1/pro/ai-avatar/api
 */
export const createKlingAvatar = (
  options: LongVendorOptions,
  model: string,
): LongVendor<TalkingImageInput, MadeVideo> =>
  createFalVideo(options, model, (input) => ({
    image_url: input.imageUrl,
    audio_url: input.audioUrl,
    prompt: input.prompt,
  }));

/**
 * veed's avatars: one of its people speaks a sound.
 * @param model as `veed/avatars/audio-to-video`
 * @see https://fal.ai/models/veed/avatars/audio-to-video/api
 */
export const createVeedAvatars = (
  options: LongVendorOptions,
  model: string,
): LongVendor<AudioToVideoInput, MadeVideo> =>
  createFalVideo(options, model, (input) => ({
    audio_url: input.audioUrl,
    avatar_id: input.avatarId,
  }));

/** Work of any of fal's models of films, as far as it only has to be known by its id. */
export const openFalFilm = (
  options: LongVendorOptions,
  model: string,
): Pick<LongVendor<never, MadeVideo>, 'status' | 'result' | 'cancel'> => createFalVideo(options, model, () => ({}));
