import type { Context } from '../../context.ts';
import { readRequests } from '../../db/vendor-requests.ts';
import { openFalFilm } from '../../providers/fal-video.ts';
import { VENDOR_IDLE_MS } from '../../providers/stream.ts';
import { reopenAccount } from '../vendors/reopen-account.ts';
import { FILM_VENDOR } from './film-run.ts';

const isPaidByOwner = async (ctx: Context, jobId: string): Promise<boolean> =>
  (await ctx.db.prepare('SELECT own_keys FROM jobs WHERE id = ?1').bind(jobId).first<string>('own_keys')) !== null;

/** Pieces for which the vendor was called and nobody knows what he calls them. */
const hasUnknown = async (ctx: Context, jobId: string): Promise<boolean> =>
  (await ctx.db
    .prepare(
      `SELECT 1 FROM provider_calls c JOIN vendor_requests r ON r.job_id = c.job_id AND r.piece = c.piece
        WHERE c.job_id = ?1 AND c.outcome = 'started' AND r.request_id IS NULL LIMIT 1`,
    )
    .bind(jobId)
    .first()) !== null;

/**
 * Asks the vendor to give up all that he has begun of a job. Never throws.
 * @returns whether he does: then nothing of it is paid for, and the charge comes back (G-08).
 */
export const cancelFilm = async (ctx: Context, job: { jobId: string; userId: string }): Promise<boolean> => {
  try {
    const requests = await readRequests(ctx.db, job.jobId);
    const own = (await isPaidByOwner(ctx, job.jobId)) ? { userId: job.userId } : undefined;
    const begun = requests.flatMap(({ submitted, film }) => (submitted ? [{ submitted, isMade: film !== null }] : []));
    const given = await Promise.all(
      begun.map(async ({ submitted: { requestId, model, keyId }, isMade }) => {
        if (isMade) return false;
        const vendor = openFalFilm(await reopenAccount(ctx, FILM_VENDOR, { keyId, own }), model);
        return vendor.cancel(requestId, AbortSignal.timeout(VENDOR_IDLE_MS));
      }),
    );
    return given.every(Boolean) && !(await hasUnknown(ctx, job.jobId));
  } catch (error) {
    ctx.log.error('film_not_given_up', error, { jobId: job.jobId });
    return false;
  }
};
