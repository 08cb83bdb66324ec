import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { JobScript } from '../../contract/jobs.ts';
import { AppError } from '../../errors.ts';
import { readKeptScript } from '../assets/keep-script.ts';
import { type StoredSpeech, storedSpeechSchema, type Track, trackSchema } from './track.ts';

const keptScriptSchema = z.strictObject({ tracks: z.array(trackSchema).min(1) });

/** The tracks of a job as they are spoken, from its row or from the bucket. @throws AppError asset_gone when they went with its files. */
export const readTracks = async (
  ctx: Context,
  job: { id: string; userId: string },
  stored: StoredSpeech,
): Promise<Track[]> => {
  const { text, voiceId, language, script, fallbackFrom } = stored;
  if (!script.isExcerpt && script.scenes === null) return [{ title: null, text, voiceId, language, reuse: null }];
  const { tracks } = keptScriptSchema.parse(await readKeptScript(ctx, job));
  return tracks.map((track) => (track.voiceId === fallbackFrom?.voiceId ? { ...track, voiceId, language } : track));
};

/** The whole script of a user's own job, to be taken up again. @throws AppError not_found, also for somebody else's; asset_gone. */
export const readScript = async (ctx: Context, input: { userId: string; jobId: string }): Promise<JobScript> => {
  const row = await ctx.db
    .prepare(`SELECT params FROM jobs WHERE id = ?1 AND user_id = ?2 AND module = 'tts'`)
    .bind(input.jobId, input.userId)
    .first<{ params: string }>();
  if (!row) throw new AppError('not_found', 'There is no such job.');
  const stored = storedSpeechSchema.parse(JSON.parse(row.params));
  // As it was asked for, whoever spoke it.
  const asked = { ...stored, fallbackFrom: undefined };
  const tracks = await readTracks(ctx, { id: input.jobId, userId: input.userId }, asked);
  if (stored.script.scenes === null) return { text: tracks[0]?.text ?? '' };
  return { scenes: tracks.map(({ title, text, voiceId, language }) => ({ title, text, voiceId, language })) };
};
