import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { uploads } from '../../db/schema.ts';
import { AppError, invalidFields } from '../../errors.ts';
import { ONCE } from '../assets/store-media.ts';
import { sendExactly } from './send-exactly.ts';
import { isLinkGood } from './upload-link.ts';
import { planParts, type UploadRow } from './upload-row.ts';

type SentPart = {
  uploadId: string;
  partNumber: number;
  /** Of the link. */
  expires: number;
  signature: string;
  body: ReadableStream<Uint8Array> | null;
  /** What the request says of its length, if it does. */
  contentLength: number | undefined;
};

const tooShort = (sizeBytes: number): AppError =>
  invalidFields([{ pointer: '/file', code: 'file_incomplete', message: `This part has ${sizeBytes} bytes.` }]);
const closed = (): AppError => new AppError('upload_closed', 'This upload takes no more parts.');
const tooLong = (sizeBytes: number): AppError =>
  new AppError('payload_too_large', `This part has ${sizeBytes} bytes and no more.`);

/** A file of one part is written once: what was looked at is never overwritten by what was still on its way. */
const storeWhole = async (ctx: Context, { r2Key }: UploadRow, stream: ReadableStream): Promise<string> => {
  const object = await ctx.bucket.put(r2Key, stream, ONCE);
  return object?.etag ?? 'standing';
};

const storePart = async (ctx: Context, row: UploadRow, partNumber: number, stream: ReadableStream): Promise<string> => {
  if (row.multipartId === null) return storeWhole(ctx, row, stream);
  const { etag } = await ctx.bucket.resumeMultipartUpload(row.r2Key, row.multipartId).uploadPart(partNumber, stream);
  return etag;
};

const receive = async (ctx: Context, part: SentPart): Promise<void> => {
  const { uploadId, partNumber, contentLength } = part;
  const row = await ctx.orm.select().from(uploads).where(eq(uploads.id, uploadId)).get();
  const plan = row && planParts(row.sizeBytes).find((one) => one.partNumber === partNumber);
  if (!plan || row.status === 'removed') throw new AppError('not_found', 'There is no such upload.');
  if (row.status !== 'open' || row.expiresAt <= ctx.clock.now()) throw closed();
  if (contentLength !== undefined && contentLength > plan.sizeBytes) throw tooLong(plan.sizeBytes);
  if (contentLength !== undefined && contentLength < plan.sizeBytes) throw tooShort(plan.sizeBytes);
  if (row.multipartId === null && row.parts[partNumber] !== undefined) return;
  const outcome = await sendExactly(part.body, plan.sizeBytes, (stream) => storePart(ctx, row, partNumber, stream));
  if (outcome === 'too_long') throw tooLong(plan.sizeBytes);
  if (outcome === 'too_short') throw tooShort(plan.sizeBytes);
  const { meta } = await ctx.db
    .prepare(`UPDATE uploads SET parts = json_set(parts, ?2, ?3) WHERE id = ?1 AND status = 'open'`)
    .bind(uploadId, `$."${partNumber}"`, outcome.sent)
    .run();
  // What arrived in vain goes with the row, which outlives the file for that.
  if (meta.changes === 0) throw closed();
};

/**
 * Takes a part by its signed link. The same part may be sent again while the upload is open.
 * @throws AppError upload_link_invalid; upload_closed; not_found; payload_too_large or a field error on `/file` when it
 * is longer or shorter than planned, and then nothing of it is kept.
 */
export const receivePart = async (ctx: Context, part: SentPart): Promise<void> => {
  if (!isLinkGood(ctx, part)) {
    throw new AppError('upload_link_invalid', 'This link does not hold, or no more. Ask for the upload again.');
  }
  await receive(ctx, part);
};
