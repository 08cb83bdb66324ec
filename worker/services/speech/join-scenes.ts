import type { Context } from '../../context.ts';
import type { Piece } from '../../db/pieces.ts';
import type { AssetInsert } from '../../ledger/postings.ts';
import { writeZip, zipBytes } from '../../media/write-zip.ts';
import { listSceneFiles } from '../../script/scene-archive.ts';
import { findCaptions, storeCaptions } from '../assets/captions-file.ts';
import { mediaKeyOf, storeStream, toAsset } from '../assets/store-media.ts';
import { type JoinedTrack, joinTrack } from './join-track.ts';
import type { SpeechRun } from './speech-run.ts';
import { hashTrack, type Track } from './track.ts';

type ReusedRow = { r2Key: string; sizeBytes: number; durationMs: number };

const sceneNameOf = (number: number): string => `scene_${String(number).padStart(3, '0')}`;

/** A scene of an earlier job, as a file of this one: each job's files live as long as itself. */
const copyTrack = async (ctx: Context, run: SpeechRun, source: string, name: string): Promise<JoinedTrack> => {
  const { job, sound } = run;
  const row = await ctx.db
    .prepare(
      `SELECT r2_key AS r2Key, size_bytes AS sizeBytes, duration_ms AS durationMs FROM assets
        WHERE id = ?1 AND user_id = ?2`,
    )
    .bind(source, job.userId)
    .first<ReusedRow>();
  const captions = row ? await findCaptions(ctx, row.r2Key) : undefined;
  if (!row || !captions) throw new Error(`scene ${source} that job ${job.id} was to use again is gone`);
  const r2Key = mediaKeyOf(job, name, sound.extension);
  await storeCaptions(ctx, r2Key, captions);
  async function* read() {
    const object = row ? await ctx.bucket.get(row.r2Key) : null;
    if (!object) throw new Error(`the sound of scene ${source} is gone`);
    yield* object.body;
  }
  const { sizeBytes, durationMs } = row;
  const media = await storeStream(ctx, { r2Key, sizeBytes, durationMs, contentType: sound.contentType, open: read });
  return { media: { ...media, durationMs }, captions };
};

/**
 * Makes the files of a script in scenes: one for each scene, and a ZIP of all with captions and a manifest. One scene at
 * a time, in flat memory.
 */
export const joinScenes = async (
  ctx: Context,
  run: SpeechRun,
  pieces: readonly Piece[],
): Promise<{ scenes: AssetInsert[]; archive: AssetInsert }> => {
  const { job, sound, tracks } = run;
  const joined: { track: Track; scene: JoinedTrack }[] = [];
  for (const [index, track] of tracks.entries()) {
    const name = sceneNameOf(index + 1);
    const own = pieces.filter((piece) => piece.track === index + 1);
    const scene =
      track.reuse === null
        ? await joinTrack(ctx, run, { track, pieces: own, name })
        : await copyTrack(ctx, run, track.reuse, name);
    joined.push({ track, scene });
  }
  const files = listSceneFiles({
    title: null,
    extension: sound.extension,
    createdAt: job.createdAt,
    scenes: joined.map(({ track, scene: { media, captions } }) => ({
      title: track.title,
      durationMs: media.durationMs ?? 0,
      captions,
      audio: {
        sizeBytes: media.sizeBytes,
        open: async () => {
          const object = await ctx.bucket.get(media.r2Key);
          if (!object) throw new Error(`a scene of job ${job.id} is gone`);
          return object.body;
        },
      },
    })),
  });
  const archive = await storeStream(ctx, {
    r2Key: mediaKeyOf(job, 'final', 'zip'),
    sizeBytes: zipBytes(files),
    contentType: 'application/zip',
    durationMs: null,
    open: () => writeZip(files),
  });
  const totalMs = joined.reduce((sum, { scene }) => sum + (scene.media.durationMs ?? 0), 0);
  return {
    scenes: joined.map(({ track, scene }, index) =>
      toAsset(ctx, job, scene.media, {
        kind: 'scene',
        ordinal: index + 1,
        contentType: sound.contentType,
        title: track.title,
        contentHash: hashTrack(track, run.options),
        captions: scene.captions.aligned,
      }),
    ),
    archive: toAsset(ctx, job, { ...archive, durationMs: totalMs }, { kind: 'final', contentType: 'application/zip' }),
  };
};
