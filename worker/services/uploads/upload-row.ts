import { and, eq, ne } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { UPLOAD_ONE_PART_MAX_BYTES, UPLOAD_PART_BYTES } from '../../contract/limits.ts';
import type { Upload, UploadPart } from '../../contract/uploads.ts';
import { uploads } from '../../db/schema.ts';
import { AppError } from '../../errors.ts';
import { signLink } from './upload-link.ts';

export type UploadRow = typeof uploads.$inferSelect;

/** Everything of an upload stands below this. */
export const uploadPrefixOf = ({ userId, id }: Pick<UploadRow, 'userId' | 'id'>): string =>
  `user_${userId}/upload_${id}/`;

export type PartPlan = Pick<UploadPart, 'partNumber' | 'offsetBytes' | 'sizeBytes'>;

/** How a file of so many bytes is sent: whole, or in equal parts and the rest, as R2 wants them. */
export const planParts = (sizeBytes: number): PartPlan[] => {
  const partBytes = sizeBytes <= UPLOAD_ONE_PART_MAX_BYTES ? sizeBytes : UPLOAD_PART_BYTES;
  return Array.from({ length: Math.ceil(sizeBytes / partBytes) }, (_, index) => {
    const offsetBytes = index * partBytes;
    return { partNumber: index + 1, offsetBytes, sizeBytes: Math.min(partBytes, sizeBytes - offsetBytes) };
  });
};

/** An upload of the user's own. @throws AppError not_found, also for somebody else's and for one that was removed. */
export const requireUpload = async (
  ctx: Context,
  { userId, uploadId }: { userId: string; uploadId: string },
): Promise<UploadRow> => {
  const row = await ctx.orm
    .select()
    .from(uploads)
    .where(and(eq(uploads.id, uploadId), eq(uploads.userId, userId), ne(uploads.status, 'removed')))
    .get();
  if (!row || row.expiresAt <= ctx.clock.now()) throw new AppError('not_found', 'There is no such upload.');
  return row;
};

/** What its owner is told of a standing upload. */
export const toUpload = (ctx: Context, row: UploadRow): Upload => {
  const { id, kind, name, contentType, sizeBytes, status, widthPx, heightPx, durationMs, createdAt, expiresAt } = row;
  if (status === 'removed') throw new Error('a removed upload was to be shown');
  const parts = (status === 'open' ? planParts(sizeBytes) : []).map((part) => ({
    ...part,
    isReceived: row.parts[part.partNumber] !== undefined,
    ...signLink(ctx, { uploadId: id, partNumber: part.partNumber }),
  }));
  const url = status === 'ready' ? `/api/uploads/${id}/content` : null;
  const facts = { url, widthPx, heightPx, durationMs, errors: row.errors ?? [] };
  return { uploadId: id, kind, name, contentType, sizeBytes, status, parts, ...facts, createdAt, expiresAt };
};
