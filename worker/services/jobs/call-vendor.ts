import type { Context } from '../../context.ts';
import { noteDelivered } from '../../db/pieces.ts';
import type { CallFacts } from '../../providers/call-facts.ts';
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
    options?: ErrorOptions,
  ) {
    super(`the vendor asks for ${afterMs} ms`, options);
  }
}

/** The job is sound and not finished: another run goes on with it, at once or when there is something to look for. */
export class RunLonger extends Error {
  override readonly name = 'RunLonger';
  constructor(
    message: string,
    readonly afterMs = 0,
  ) {
    super(message);
  }
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
const beginCall = async (ctx: Context, job: VendorCall, keyId: string | null): Promise<string> => {
  const callId = ctx.ids.next();
  const [inserted, paid] = await ctx.db.batch([
    ctx.db
      .prepare(
        `INSERT INTO provider_calls (id, job_id, stage, piece, provider, outcome, started_at, key_id)
          SELECT ?1, j.id, 'final', ?3, ?4, 'started', ?5, ?8 FROM jobs j
          WHERE j.id = ?2 AND j.lease_token = ?6 AND j.status IN ('running', 'preview_ready', 'finalizing')
            AND (SELECT COUNT(*) FROM provider_calls c
              WHERE c.job_id = j.id AND c.piece = ?3 AND c.outcome IN ('started', 'ok')) < ?7`,
      )
      .bind(callId, job.id, job.piece, job.provider, ctx.clock.now(), job.leaseToken, PAID_CALLS_PER_PIECE_MAX, keyId),
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
  outcome: { outcome: 'ok'; facts: CallFacts } | { outcome: 'failed'; errorCode: string },
): Promise<void> => {
  const at = ctx.clock.now();
  if (outcome.outcome === 'ok') {
    await noteDelivered(ctx.db, { callId, at, facts: outcome.facts }).run();
    return;
  }
  await ctx.db
    .prepare(`UPDATE provider_calls SET outcome = 'failed', error_code = ?2, finished_at = ?3 WHERE id = ?1`)
    .bind(callId, outcome.errorCode, at)
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

/** A key that was refused or is empty: another one of the house's may do. */
export const isKeyOut = ({ code }: ProviderError): boolean => code === 'unauthorized' || code === 'exhausted';

/**
 * Calls the vendor for one piece until it delivers: at most four tries, spaced 500 ms, 2 s, 8 s, or as the vendor asks.
 * @param options.open chooses by which key a try is made
 * @param options.hasWay whether there is another key when one was refused
 * @param options.call makes the call, and throws ProviderError for what is no sound either. Its end is recorded by the
 * caller.
 * @param options.signal calls it off; its reason is thrown then.
 * @throws ProviderError when it will not deliver, RetryLater for a long pause, LeaseLost when the job is gone.
 */
export const callUntilDelivered = async <Opened extends { keyId: string | null }, Delivered>(
  ctx: Context,
  job: VendorCall,
  options: {
    signal: AbortSignal;
    open: () => Promise<Opened>;
    hasWay: () => Promise<boolean>;
    call: (opened: Opened) => Promise<Delivered>;
  },
): Promise<{ delivered: Delivered; callId: string }> => {
  const { signal, open, hasWay, call } = options;
  for (let tries = 1; ; tries += 1) {
    signal.throwIfAborted();
    let callId: string | undefined;
    try {
      const opened = await open();
      callId = await beginCall(ctx, job, opened.keyId);
      return { delivered: await call(opened), callId };
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      const errorCode = signal.aborted ? 'called_off' : error.code;
      if (callId) await endCall(ctx, callId, { outcome: 'failed', errorCode });
      signal.throwIfAborted();
      ctx.log.error('provider_call_failed', error, { jobId: job.id, piece: job.piece, tries });
      const isWorthIt = error.isRetryable || (isKeyOut(error) && (await hasWay()));
      const waitMs = isWorthIt ? waitBefore(ctx, tries, error.retryAfterMs) : undefined;
      if (waitMs === undefined) throw error;
      if (waitMs > INLINE_WAIT_MAX_MS) throw new RetryLater(waitMs, false, { cause: error });
      await ctx.clock.sleep(waitMs);
    }
  }
};
