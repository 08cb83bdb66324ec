import type { Context } from '../../context.ts';
import { WORKER_FILE_MAX_BYTES } from '../../contract/limits.ts';
import { AppError, invalidFields } from '../../errors.ts';
import { ONCE } from '../assets/store-media.ts';
import { sendExactly } from '../uploads/send-exactly.ts';
import { isOurLink, type LinkedFile, OUTPUT_NAMES, sentKeyOf } from './worker-file.ts';

type Put = Omit<LinkedFile, 'direction'> & {
  body: ReadableStream<Uint8Array> | null;
  contentLength: number | undefined;
};

const incomplete = (message: string): AppError =>
  invalidFields([{ pointer: '/file', code: 'file_incomplete', message }]);

/**
 * Takes a file of a job from its worker by its signed link, straight into the bucket. What stands there already stays:
 * the same link may be used again after a failure, and changes nothing then.
 * @throws AppError upload_link_invalid; upload_closed when the job has ended; payload_too_large; a field error on `/file`
 * when its length is not told, or is another.
 */
export const receiveFile = async (ctx: Context, { body, contentLength, ...link }: Put): Promise<void> => {
  const isGood = OUTPUT_NAMES.includes(link.name) && isOurLink(ctx, { ...link, direction: 'out' });
  if (!isGood || link.expires <= ctx.clock.now()) {
    throw new AppError('upload_link_invalid', 'This link does not hold, or no more.');
  }
  if (contentLength === undefined || contentLength === 0)
    throw incomplete('Say by Content-Length how long the file is.');
  if (contentLength > WORKER_FILE_MAX_BYTES) {
    throw new AppError('payload_too_large', `A file has ${WORKER_FILE_MAX_BYTES} bytes at most.`);
  }
  const job = await ctx.db
    .prepare('SELECT id, user_id AS userId FROM jobs WHERE id = ?1 AND completed_at IS NULL')
    .bind(link.jobId)
    .first<{ id: string; userId: string }>();
  if (!job) throw new AppError('upload_closed', 'This job has ended.');
  const outcome = await sendExactly(body, contentLength, (stream) =>
    ctx.bucket.put(sentKeyOf(job, link), stream, ONCE),
  );
  if (outcome === 'too_long' || outcome === 'too_short')
    throw incomplete(`The file does not have ${contentLength} bytes.`);
};
