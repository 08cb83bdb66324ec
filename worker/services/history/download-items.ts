import { makeZip } from 'client-zip';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { fileNameOf } from '../../media/file-name.ts';
import { flagLost } from '../assets/flag-lost.ts';

type FileRow = {
  assetId: string;
  jobId: string;
  type: string;
  /** Of its item, from 1. */
  number: number;
  files: number;
  r2Key: string;
  createdAt: number;
  words: string | null;
};

const FILES = `
  SELECT a.id AS assetId, a.job_id AS jobId, g.type, a.r2_key AS r2Key, a.created_at AS createdAt,
    a.ordinal AS number, COUNT(*) OVER (PARTITION BY a.job_id) AS files,
    COALESCE(j.params->>'text', j.params->>'prompt', j.params->>'message') AS words
  FROM generations g JOIN jobs j ON j.id = g.job_id JOIN assets a ON a.job_id = g.job_id
  WHERE g.user_id = ?1 AND g.removing_since IS NULL AND g.job_id IN (SELECT value FROM json_each(?2))
    AND a.kind = 'final' AND a.is_deleted = 0
  ORDER BY g.created_at DESC, g.id DESC, a.ordinal`;

/** `01 The beginning of its text.mp3`: in the order of the list; of several files `01-1`, `01-2`, … */
const nameOf = (item: number, { type, number, files, r2Key, words }: FileRow): string => {
  const place = String(item).padStart(2, '0');
  const prefix = files > 1 ? `${place}-${number}` : place;
  return `${prefix} ${fileNameOf(words ?? '', type, r2Key.split('.').at(-1) ?? 'bin')}`;
};

/** File after file, each opened when its turn comes. One that the bucket has lost is left out and named at the end. */
async function* partsOf(ctx: Context, rows: readonly FileRow[]) {
  const items = [...new Set(rows.map(({ jobId }) => jobId))];
  const lost: string[] = [];
  for (const row of rows) {
    const name = nameOf(items.indexOf(row.jobId) + 1, row);
    const object = await ctx.bucket.get(row.r2Key);
    if (object) yield { name, input: object.body, lastModified: new Date(row.createdAt) };
    else {
      await flagLost(ctx, row.assetId);
      lost.push(name);
    }
  }
  const lastModified = new Date(ctx.clock.now());
  if (lost.length > 0)
    yield { name: 'LOST.txt', input: `These files have been lost:\n${lost.join('\n')}\n`, lastModified };
}

/**
 * The files of what the user chooses from his history, as one ZIP that is written while it is read, in flat memory.
 * @throws AppError not_found when nothing of it has files in the user's history. A fault later on breaks the stream off.
 */
export const downloadItems = async (
  ctx: Context,
  { userId, jobIds }: { userId: string; jobIds: readonly string[] },
): Promise<{ fileName: string; body: ReadableStream<Uint8Array> }> => {
  const { results } = await ctx.db.prepare(FILES).bind(userId, JSON.stringify(jobIds)).all<FileRow>();
  if (results.length === 0) throw new AppError('not_found', 'There are no such files in your history.');
  const day = new Date(ctx.clock.now()).toISOString().slice(0, 10);
  return { fileName: `ozvena-history-${day}.zip`, body: makeZip(partsOf(ctx, results)) };
};
