import type { Context } from '../../context.ts';
import { ProviderError } from '../../providers/provider.ts';

/** Waits before the second, third and fourth try (PROV-11). */
const RETRY_WAITS_MS = [500, 2_000, 8_000];
/** A vendor that asks for a longer pause than this gets it through the queue, not by a consumer that sleeps. */
const INLINE_WAIT_MAX_MS = 10_000;
/**
 * Calls for one piece that may have been paid for: the one, and one more after a crash between the call and its record.
 */
export const PAID_CALLS_PER_PIECE_MAX = 2;

/** The vendor wants a pause longer than a consumer should sleep. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  constructor(
    readonly afterMs: number,
    /** Whether the run has got on before: then it counts for nothing against the job. */
    readonly hasGotOn = false,
  ) {
    super(`the vendor asks for ${afterMs} ms`);
  }
}

/** The job is sound and not finished: another run goes on with it. */
export class RunLonger extends Error {
  override readonly name = 'RunLonger';
}

/** The job was taken away: canceled, expired, or its lease went to another consumer. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** What a call is made for: one piece of a job. */
export type VendorCall = { id: string; leaseToken: string; provider: string; piece: number };

/**
 * Writes down a call before it is made, so that a crash in between is seen.
 * @throws LeaseLost when the job is no longer this run's; ProviderError when the piece has been paid for often enough.
 */
const beginCall = async (ctx: Context, job: VendorCall): Promise<string> => {
  const callId = ctx.ids.next();
  const [inserted, paid] = await ctx.db.batch([
    ctx.db
      .prepare(
        `INSERT INTO provider_calls (id, job_id, stage, piece, provider, outcome, started_at)
          SELECT ?1, j.id, 'final', ?3, ?4, 'started', ?5 FROM jobs j
          WHERE j.id = ?2 AND j.lease_token = ?6 AND j.status IN ('running', 'preview_ready', 'finalizing')
            AND (SELECT COUNT(*) FROM provider_calls c
              WHERE c.job_id = j.id AND c.piece = ?3 AND c.outcome IN ('started', 'ok')) < ?7`,
      )
      .bind(callId, job.id, job.piece, job.provider, ctx.clock.now(), job.leaseToken, PAID_CALLS_PER_PIECE_MAX),
    ctx.db
      .prepare(
        `SELECT COUNT(*) AS calls FROM provider_calls WHERE job_id = ?1 AND piece = ?2 AND outcome IN ('started', 'ok')`,
      )
      .bind(job.id, job.piece),
  ]);
  if (inserted?.meta.changes === 1) return callId;
  const calls = (paid?.results[0] as { calls: number } | undefined)?.calls ?? 0;
  if (calls >= PAID_CALLS_PER_PIECE_MAX) {
    throw new ProviderError(job.provider, 'rejected', 'was called for this piece before and never recorded an end');
  }
  throw new LeaseLost(`job ${job.id} is no longer held`);
};

/** Notes how a call ended. */
export const endCall = async (
  ctx: Context,
  callId: string,
  outcome: { outcome: 'ok' } | { outcome: 'failed'; errorCode: string },
): Promise<void> => {
  await ctx.db
    .prepare('UPDATE provider_calls SET outcome = ?2, error_code = ?3, finished_at = ?4 WHERE id = ?1')
    .bind(callId, outcome.outcome, outcome.outcome === 'failed' ? outcome.errorCode : null, ctx.clock.now())
    .run();
};

/** How long to wait before try number `tries + 1`, or undefined when it was the last. Half of it is jitter. */
export const waitBefore = (
  ctx: Pick<Context, 'random'>,
  tries: number,
  retryAfterMs: number | undefined,
): number | undefined => {
  const base = RETRY_WAITS_MS[tries - 1];
  if (base === undefined) return undefined;
  return retryAfterMs ?? base * (0.5 + ctx.random() / 2);
};

/**
 * Calls the vendor for one piece until it delivers: at most four tries, spaced 500 ms, 2 s, 8 s, or as the vendor asks.
 * @param options.call makes the call, and throws ProviderError for what is no sound either. Its end is recorded by the
 * caller.
 * @param options.signal calls it off; its reason is thrown then.
 * @throws ProviderError when it will not deliver, RetryLater for a long pause, LeaseLost when the job is gone.
 */
export const callUntilDelivered = async <Delivered>(
  ctx: Context,
  job: VendorCall,
  { signal, call }: { signal: AbortSignal; call: () => Promise<Delivered> },
): Promise<{ delivered: Delivered; callId: string }> => {
  for (let tries = 1; ; tries += 1) {
    signal.throwIfAborted();
    const callId = await beginCall(ctx, job);
    try {
      return { delivered: await call(), callId };
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      await endCall(ctx, callId, { outcome: 'failed', errorCode: signal.aborted ? 'called_off' : error.code });
      signal.throwIfAborted();
      ctx.log.error('provider_call_failed', error, { jobId: job.id, piece: job.piece, tries });
      const waitMs = error.isRetryable ? waitBefore(ctx, tries, error.retryAfterMs) : undefined;
      if (waitMs === undefined) throw error;
      if (waitMs > INLINE_WAIT_MAX_MS) throw new RetryLater(waitMs);
      await ctx.clock.sleep(waitMs);
    }
  }
};
