import { and, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { assets } from '../../db/schema.ts';
import { AppError } from '../../errors.ts';
import { parseRange } from './parse-range.ts';

export type AssetReply = { status: 200 | 206 | 304; headers: Record<string, string>; body: ReadableStream | null };

/** RFC 9110 `If-None-Match`: any of a list, weak or strong, or `*`. */
const matchesEtag = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some((part) => part.trim() === '*' || part.trim().replace(/^W\//, '') === etag);

/**
 * A file of the user's own, whole or in part. What belongs to somebody else is not found.
 * @throws AppError not_found; asset_gone when its time has run out or the bucket has lost it; range_not_satisfiable.
 */
export const readAsset = async (
  ctx: Context,
  input: { userId: string; assetId: string; range?: string; ifNoneMatch?: string; ifRange?: string; download: boolean },
): Promise<AssetReply> => {
  const asset = await ctx.orm
    .select()
    .from(assets)
    .where(and(eq(assets.id, input.assetId), eq(assets.userId, input.userId)))
    .get();
  if (!asset) throw new AppError('not_found', 'There is no such file.');
  if (asset.isDeleted) throw new AppError('asset_gone', 'This file has been removed.');

  const etag = `"${asset.sha256}"`;
  const name = `ozvena-${asset.kind}-${asset.createdAt}.${asset.r2Key.split('.').at(-1)}`;
  const headers: Record<string, string> = {
    ETag: etag,
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, max-age=31536000, immutable',
    'Content-Type': asset.contentType,
    'Content-Disposition': `${input.download ? 'attachment' : 'inline'}; filename="${name}"`,
    'Last-Modified': new Date(asset.createdAt).toUTCString(),
  };
  if (matchesEtag(input.ifNoneMatch, etag)) return { status: 304, headers, body: null };

  // A part of another version is of no use: with an If-Range that does not match, the whole file is sent.
  const isRangeWanted = input.ifRange === undefined || input.ifRange === etag;
  const range = parseRange(isRangeWanted ? input.range : undefined, asset.sizeBytes);
  if (range === 'unsatisfiable') {
    throw new AppError('range_not_satisfiable', `The file has ${asset.sizeBytes} bytes.`);
  }
  const object = await ctx.bucket.get(
    asset.r2Key,
    range === 'whole' ? {} : { range: { offset: range.first, length: range.last - range.first + 1 } },
  );
  if (!object) {
    ctx.log.error('asset_object_missing', 'a live row has no object', { assetId: asset.id });
    throw new AppError('asset_gone', 'This file has been lost. Please tell us; we will make it good.');
  }
  if (range === 'whole') {
    return { status: 200, headers: { ...headers, 'Content-Length': String(asset.sizeBytes) }, body: object.body };
  }
  return {
    status: 206,
    headers: {
      ...headers,
      'Content-Length': String(range.last - range.first + 1),
      'Content-Range': `bytes ${range.first}-${range.last}/${asset.sizeBytes}`,
    },
    body: object.body,
  };
};
