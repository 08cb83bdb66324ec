import type { SoundTrack } from '../engine/video/aac-encoder.ts';
import { makeVideo } from '../engine/video/make-video.ts';
import type { Picture } from '../engine/video/picture.ts';
import { FAL_MEDIA_HOST, type FalCall } from './fal-model.ts';
import { publishFile } from './media-host.ts';

/** A log is written each time that so much more is done. */
const LOG_EVERY_PERCENT = 10;

/** Makes a film, keeps it, and tells where it is, as fal's models do. */
export const publishFilm = async (
  { env, requestId, log }: FalCall,
  picture: Picture,
  { seconds, sound }: { seconds: number; sound?: SoundTrack },
) => {
  let logged = 0;
  const tell = async (done: number): Promise<void> => {
    if (done * 100 < logged) return;
    await log(`Rendering: ${logged}%`);
    logged += LOG_EVERY_PERCENT;
  };
  const bytes = await makeVideo(picture, { seconds, tell, ...(sound ? { sound } : {}) });
  const content_type = 'video/mp4';
  const path = `/files/sandbox/${requestId}_output.mp4`;
  const url = await publishFile(env, FAL_MEDIA_HOST, path, { content_type, bytes });
  return { url, content_type, file_name: 'output.mp4', file_size: bytes.length };
};
