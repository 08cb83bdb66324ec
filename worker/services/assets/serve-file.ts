import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { flagLost } from './flag-lost.ts';
import { parseRange } from './parse-range.ts';

export type FileReply = { status: 200 | 206 | 304; headers: Record<string, string>; body: ReadableStream | null };

/** What a request's headers ask of a file. */
export type FileWish = { range?: string | undefined; ifNoneMatch?: string | undefined; ifRange?: string | undefined };

/** A file in the bucket, as its row knows it. */
export type KeptFile = {
  id: string;
  r2Key: string;
  contentType: string;
  sizeBytes: number;
  sha256: string;
  createdAt: number;
  disposition: string;
};

/** RFC 9110 `If-None-Match`: any of a list, weak or strong, or `*`. */
const matchesEtag = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some((part) => part.trim() === '*' || part.trim().replace(/^W\//, '') === etag);

/**
 * The reply to a request for a file, whole or in part; whose it is has been seen to.
 * @throws AppError asset_gone when the bucket has lost it; range_not_satisfiable.
 */
export const serveFile = async (ctx: Context, file: KeptFile, wish: FileWish): Promise<FileReply> => {
  const etag = `"${file.sha256}"`;
  const headers: Record<string, string> = {
    ETag: etag,
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, max-age=31536000, immutable',
    'Content-Type': file.contentType,
    'Content-Disposition': file.disposition,
    'Last-Modified': new Date(file.createdAt).toUTCString(),
  };
  if (matchesEtag(wish.ifNoneMatch, etag)) return { status: 304, headers, body: null };

  // A part of another version is of no use: with an If-Range that does not match, the whole file is sent.
  const isRangeWanted = wish.ifRange === undefined || wish.ifRange === etag;
  const range = parseRange(isRangeWanted ? wish.range : undefined, file.sizeBytes);
  if (range === 'unsatisfiable') {
    throw new AppError('range_not_satisfiable', `The file has ${file.sizeBytes} bytes.`);
  }
  const object = await ctx.bucket.get(
    file.r2Key,
    range === 'whole' ? {} : { range: { offset: range.first, length: range.last - range.first + 1 } },
  );
  if (!object) {
    ctx.log.error('asset_object_missing', 'a live row has no object', { fileId: file.id });
    await flagLost(ctx, file.id);
    throw new AppError('asset_gone', 'This file has been lost. Please tell us; we will make it good.');
  }
  if (range === 'whole') {
    return { status: 200, headers: { ...headers, 'Content-Length': String(file.sizeBytes) }, body: object.body };
  }
  return {
    status: 206,
    headers: {
      ...headers,
      'Content-Length': String(range.last - range.first + 1),
      'Content-Range': `bytes ${range.first}-${range.last}/${file.sizeBytes}`,
    },
    body: object.body,
  };
};
