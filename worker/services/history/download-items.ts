import { makeZip } from 'client-zip';
import type { Context } from '../../context.ts';
import { WORDS } from '../../db/history.ts';
import { AppError } from '../../errors.ts';
import { fileNameOf } from '../../media/file-name.ts';
import { flagLost } from '../assets/flag-lost.ts';
import { downloadTranscript } from '../chat/download-transcript.ts';

type ItemRow = { jobId: string; type: string; createdAt: number; words: string | null; conversationId: string | null };
type FileRow = { assetId: string; jobId: string; r2Key: string; createdAt: number };

const CHOSEN = `generations g LEFT JOIN conversations c ON c.id = g.conversation_id
  WHERE g.user_id = ?1 AND g.removing_since IS NULL AND g.job_id IN (SELECT value FROM json_each(?2))`;
const ITEMS = `
  SELECT g.job_id AS jobId, g.type, g.created_at AS createdAt, g.conversation_id AS conversationId,
    ${WORDS} AS words
  FROM ${CHOSEN} ORDER BY g.created_at DESC, g.id DESC`;
const FILES = `
  SELECT a.id AS assetId, a.job_id AS jobId, a.r2_key AS r2Key, a.created_at AS createdAt FROM assets a
  WHERE a.kind = 'final' AND a.is_deleted = 0 AND a.job_id IN (SELECT g.job_id FROM ${CHOSEN}) ORDER BY a.ordinal`;

const MARKDOWN = 'md';

/** `01 The beginning of its text.mp3`: in the order of the list; of several files `01-1`, `01-2`, … */
const nameOf = ({ words, type }: ItemRow, place: string, extension: string): string =>
  `${place} ${fileNameOf(words ?? '', type, extension)}`;

/** File after file, each opened when its turn comes. One that the bucket has lost is left out and named at the end. */
async function* partsOf(ctx: Context, userId: string, items: readonly ItemRow[], files: readonly FileRow[]) {
  const lost: string[] = [];
  for (const [index, item] of items.entries()) {
    const place = String(index + 1).padStart(2, '0');
    const { conversationId, createdAt } = item;
    if (conversationId !== null) {
      const { body } = await downloadTranscript(ctx, { userId, conversationId, format: MARKDOWN });
      yield { name: nameOf(item, place, MARKDOWN), input: body, lastModified: new Date(createdAt) };
    }
    const own = files.filter(({ jobId }) => jobId === item.jobId);
    for (const [at, file] of own.entries()) {
      const extension = file.r2Key.split('.').at(-1) ?? 'bin';
      const name = nameOf(item, own.length > 1 ? `${place}-${at + 1}` : place, extension);
      const object = await ctx.bucket.get(file.r2Key);
      if (object) yield { name, input: object.body, lastModified: new Date(file.createdAt) };
      else {
        await flagLost(ctx, file.assetId);
        lost.push(name);
      }
    }
  }
  const lastModified = new Date(ctx.clock.now());
  if (lost.length > 0) {
    yield { name: 'LOST.txt', input: `These files have been lost:\n${lost.join('\n')}\n`, lastModified };
  }
}

/**
 * The files of what the user chooses from his history, conversations as Markdown, in one ZIP that is written while it is
 * read, in flat memory.
 * @throws AppError not_found when none of it stands in the user's history. A fault later on breaks the stream off.
 */
export const downloadItems = async (
  ctx: Context,
  { userId, jobIds }: { userId: string; jobIds: readonly string[] },
): Promise<{ fileName: string; body: ReadableStream<Uint8Array> }> => {
  const ids = JSON.stringify(jobIds);
  const [items, files] = await ctx.db.batch([
    ctx.db.prepare(ITEMS).bind(userId, ids),
    ctx.db.prepare(FILES).bind(userId, ids),
  ]);
  const chosen = (items?.results ?? []) as ItemRow[];
  if (chosen.length === 0) throw new AppError('not_found', 'There is nothing like this in your history.');
  const day = new Date(ctx.clock.now()).toISOString().slice(0, 10);
  const body = makeZip(partsOf(ctx, userId, chosen, (files?.results ?? []) as FileRow[]));
  return { fileName: `ozvena-history-${day}.zip`, body };
};
