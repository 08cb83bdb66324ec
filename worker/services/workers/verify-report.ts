import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from '../../context.ts';
import { WORKER_CLOCK_SLACK_MS } from '../../contract/limits.ts';
import { useSignature } from '../../db/worker-runs.ts';
import { AppError } from '../../errors.ts';

const SIGNATURE = /^[0-9a-f]{64}$/;
const TIMESTAMP = /^\d{10}$/;
const SECOND_MS = 1_000;

/** `HMAC-SHA256(secret, jobId|timestamp|payloadHash)` in lower-case hex, of the body as it was sent (C§32, X-16). */
const signatureOf = (
  secret: string,
  { jobId, timestamp, body }: Pick<Report, 'jobId' | 'timestamp' | 'body'>,
): Buffer => {
  const payloadHash = createHash('sha256').update(body).digest('hex');
  return createHmac('sha256', secret).update(`${jobId}|${timestamp}|${payloadHash}`).digest();
};

type Report = { jobId: string; signature: string; timestamp: string; body: Uint8Array };

const refuse = (why: string): AppError => new AppError('worker_signature_invalid', why);

/**
 * Lets in what a worker has signed, once: a timestamp alone would let the same request be sent again for two minutes.
 * @throws AppError worker_signature_invalid for everything else
 */
export const verifyReport = async (ctx: Context, report: Report): Promise<void> => {
  const { signature, timestamp } = report;
  if (!SIGNATURE.test(signature) || !TIMESTAMP.test(timestamp)) throw refuse('The signature or its time is not there.');
  const now = ctx.clock.now();
  const sentAt = Number(timestamp) * SECOND_MS;
  if (Math.abs(now - sentAt) > WORKER_CLOCK_SLACK_MS) throw refuse('The time of the signature is too far off.');
  const expected = signatureOf(ctx.config.workerSecret, report);
  if (!timingSafeEqual(Buffer.from(signature, 'hex'), expected)) throw refuse('The signature is not that of a worker.');
  const expiresAt = sentAt + WORKER_CLOCK_SLACK_MS + SECOND_MS;
  if (!(await useSignature(ctx.db, signature, { now, expiresAt }))) {
    throw refuse('This was sent before. Sign it anew, with the time of now.');
  }
};
