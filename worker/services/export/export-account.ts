import { makeZip } from 'client-zip';
import type { Context } from '../../context.ts';
import { EXPORT_MEDIA_MAX_FILES } from '../../contract/limits.ts';
import { readMe } from '../accounts/read-me.ts';
import { EXPORT_TABLES, type ExportTable, LEDGER_TABLE } from './export-tables.ts';
import { readRows, toCsv, toJson } from './read-rows.ts';

type Part = { name: string; input: string | AsyncIterable<string> | ReadableStream<Uint8Array>; lastModified: Date };
type MediaRow = {
  jobId: string;
  kind: string;
  ordinal: number;
  r2Key: string;
  contentType: string;
  sizeBytes: number;
  sha256: string;
  createdAt: number;
};

const MEDIA_TABLE: ExportTable = {
  table: 'assets',
  file: 'media',
  columns: {
    jobId: 'job_id',
    kind: 'kind',
    ordinal: 'ordinal',
    r2Key: 'r2_key',
    contentType: 'content_type',
    sizeBytes: 'size_bytes',
    sha256: 'sha256',
    createdAt: 'created_at',
    isDeleted: 'is_deleted',
  },
};

type SentRow = Pick<MediaRow, 'r2Key' | 'contentType' | 'sizeBytes' | 'sha256' | 'createdAt'> & { uploadId: string };

const SENT_TABLE: ExportTable = {
  table: 'uploads',
  file: 'media',
  columns: {
    uploadId: 'id',
    r2Key: 'r2_key',
    contentType: 'content_type',
    sizeBytes: 'size_bytes',
    sha256: 'sha256',
    createdAt: 'created_at',
    status: 'status',
  },
};

const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** A file of the export: where it is, what it is called there, and what the manifest says of it. */
type MediaFile = { name: string; r2Key: string; createdAt: number; facts: object };

/** `media/<job>/final-1.mp3`: made of our own ids alone, so that no name leads out of the folder it is unpacked into. */
const mediaName = ({ jobId, kind, ordinal, r2Key }: MediaRow): string =>
  `media/${jobId}/${kind}-${ordinal}.${r2Key.split('.').at(-1)}`;

async function* madeFiles(ctx: Context, userId: string): AsyncGenerator<MediaFile> {
  for await (const rows of readRows(ctx, MEDIA_TABLE, userId)) {
    for (const row of rows as (MediaRow & { isDeleted: number })[]) {
      if (row.isDeleted !== 0) continue;
      const { r2Key, jobId, kind, contentType, sizeBytes, sha256, createdAt } = row;
      yield {
        name: mediaName(row),
        r2Key,
        createdAt,
        facts: { jobId, kind, contentType, sizeBytes, sha256, createdAt },
      };
    }
  }
}

async function* sentFiles(ctx: Context, userId: string): AsyncGenerator<MediaFile> {
  for await (const rows of readRows(ctx, SENT_TABLE, userId)) {
    for (const row of rows as (SentRow & { status: string })[]) {
      if (row.status !== 'ready') continue;
      const { r2Key, uploadId, contentType, sizeBytes, sha256, createdAt } = row;
      const name = `media/sent/${uploadId}.${contentType.split('/').at(-1)}`;
      yield { name, r2Key, createdAt, facts: { uploadId, contentType, sizeBytes, sha256, createdAt } };
    }
  }
}

async function* liveMedia(ctx: Context, userId: string): AsyncGenerator<MediaFile> {
  yield* madeFiles(ctx, userId);
  yield* sentFiles(ctx, userId);
}

/** What the export holds, part after part; each is read only when the one before it has been written. */
async function* partsOf(ctx: Context, userId: string): AsyncGenerator<Part> {
  const { preferences, ...profile } = await readMe(ctx, userId);
  const exportedAt = new Date(ctx.clock.now());
  const at = { lastModified: exportedAt };
  yield { name: 'profile.json', input: pretty(profile), ...at };
  yield { name: 'preferences.json', input: pretty(preferences), ...at };
  for (const table of EXPORT_TABLES) {
    yield { name: `${table.file}.json`, input: toJson(readRows(ctx, table, userId)), ...at };
  }
  const names = Object.keys(LEDGER_TABLE.columns);
  yield { name: 'ledger.csv', input: toCsv(names, readRows(ctx, LEDGER_TABLE, userId)), ...at };

  const files: object[] = [];
  let taken = 0;
  for await (const { name, r2Key, createdAt, facts: known } of liveMedia(ctx, userId)) {
    const facts = { name, ...known };
    if (taken >= EXPORT_MEDIA_MAX_FILES) {
      files.push({ ...facts, leftOut: 'There are more files than one export holds; download it by itself.' });
      continue;
    }
    taken += 1;
    const object = await ctx.bucket.get(r2Key);
    files.push(object ? facts : { ...facts, leftOut: 'This file has been lost.' });
    if (object) yield { name, input: object.body, lastModified: new Date(createdAt) };
  }
  yield { name: 'manifest.json', input: pretty({ userId, exportedAt: exportedAt.toISOString(), media: files }), ...at };
}

/**
 * All that is a user's own as one ZIP, written while it is read: tables page by page, files one after the other, so
 * memory stays flat. No hash or secret is in it, and nothing of anybody else.
 * @throws AppError unauthenticated when the account is gone. A fault later on breaks the stream off.
 */
export const exportAccount = async (
  ctx: Context,
  userId: string,
): Promise<{ fileName: string; body: ReadableStream<Uint8Array> }> => {
  await readMe(ctx, userId);
  const day = new Date(ctx.clock.now()).toISOString().slice(0, 10);
  return { fileName: `ozvena-${day}.zip`, body: makeZip(partsOf(ctx, userId)) };
};
