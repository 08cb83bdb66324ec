import { createHash } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Context } from '../../context.ts';
import { WORKER_TOKEN_MS } from '../../contract/limits.ts';

const SECOND_MS = 1_000;

/** What a worker checks before it believes a job (WORK-01): who sends it, to whom, for how long, and that the body is whole. */
export const signJobToken = (
  { config, clock }: Context,
  { jobId, workerUrl, body }: { jobId: string; workerUrl: string; body: string },
): Promise<string> => {
  const issuedAt = Math.floor(clock.now() / SECOND_MS);
  return new SignJWT({ body_sha256: createHash('sha256').update(body).digest('hex') })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(jobId)
    .setIssuer(config.appOrigin)
    .setAudience(new URL(workerUrl).origin)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + WORKER_TOKEN_MS / SECOND_MS)
    .sign(new TextEncoder().encode(config.workerSecret));
};
