import type { Context } from '../../context.ts';
import { ProviderError } from '../../providers/provider.ts';
import type { Circuit } from '../../providers/roster.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { BREAK_MAX_MS, BREAK_MS, FAILURE_WINDOW_MS, FAILURES_TO_BREAK, KEY_OUT_MS, WAIT_MAX_MS } from './circuits.ts';
import { CIRCUIT_COLUMNS } from './read-roster.ts';

/** By which circuit a call went, and when it began (unix ms). */
export type CallPlace = { provider: string; circuitId: string; startedAt: number };

type Failure = {
  /** Whether it counts, how long it breaks the circuit at once, and how long the vendor wants to be left alone. */
  counts: boolean;
  breakMs: number;
  waitMs: number;
};

const failureOf = (error: ProviderError): Failure | undefined => {
  const waitMs = Math.min(error.retryAfterMs ?? 0, WAIT_MAX_MS);
  switch (error.code) {
    case 'rejected':
      return undefined;
    case 'unauthorized':
    case 'exhausted':
      return { counts: false, breakMs: KEY_OUT_MS, waitMs: 0 };
    case 'rate_limited':
      // Without a word on how long, each caller waits as he thinks fit.
      return waitMs > 0 ? { counts: false, breakMs: 0, waitMs } : undefined;
    default:
      return { counts: true, breakMs: 0, waitMs };
  }
};

const NOTE = `
  INSERT INTO vendor_circuits (id, provider, failures, window_started_at, wait_until, error_code)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6)
  ON CONFLICT (id) DO UPDATE SET error_code = ?6, wait_until = MAX(wait_until, ?5),
    failures = ?3 + iif(window_started_at > ?4 - ${FAILURE_WINDOW_MS}, failures, 0),
    window_started_at = iif(window_started_at > ?4 - ${FAILURE_WINDOW_MS}, window_started_at, ?4)`;

// A call that ends badly after others have broken the circuit says nothing new; one that was to try it does.
const BREAK = `
  UPDATE vendor_circuits SET broken_at = COALESCE(broken_at, ?2), breaks = breaks + 1, failures = 0, probe_until = 0,
    broken_until = ?2 + MAX(?3, MIN(${BREAK_MAX_MS}, ${BREAK_MS} << MIN(breaks, 10)))
  WHERE id = ?1 AND (broken_at IS NULL OR broken_until <= ?2)
    AND (?3 > 0 OR failures >= ${FAILURES_TO_BREAK} OR (broken_at IS NOT NULL AND ?4))`;

const noteFailure = async (ctx: Context, place: CallPlace, error: ProviderError): Promise<void> => {
  const failure = failureOf(error);
  if (!failure) return;
  const { circuitId, provider } = place;
  const now = ctx.clock.now();
  const [, broken, read] = await ctx.db.batch<Circuit>([
    ctx.db
      .prepare(NOTE)
      .bind(circuitId, provider, Number(failure.counts), now, failure.waitMs ? now + failure.waitMs : 0, error.code),
    ctx.db.prepare(BREAK).bind(circuitId, now, failure.breakMs, Number(failure.counts)),
    ctx.db.prepare(`SELECT ${CIRCUIT_COLUMNS} FROM vendor_circuits WHERE id = ?1`).bind(circuitId),
  ]);
  const circuit = read?.results[0];
  if (circuit) ctx.vendorMemory.roster?.circuits.set(circuitId, circuit);
  // Broken again by its probe is the same trouble still.
  if (broken?.meta.changes !== 1 || circuit?.brokenAt !== now) return;
  const kind = failure.breakMs > 0 ? 'vendor_key_out' : 'vendor_down';
  await raiseAlert(ctx, { kind, detail: { provider, circuit: circuitId, error: error.code } });
};

const noteSuccess = async (ctx: Context, { circuitId, startedAt }: CallPlace): Promise<void> => {
  const known = ctx.vendorMemory.roster?.circuits.get(circuitId);
  if (!known || (known.failures === 0 && known.brokenAt === null)) return;
  // A call that began before the circuit broke tells nothing of how it is now.
  const { meta } = await ctx.db
    .prepare(
      `UPDATE vendor_circuits SET failures = 0, breaks = 0, broken_at = NULL, broken_until = 0, probe_until = 0,
          error_code = NULL WHERE id = ?1 AND (broken_at IS NULL OR broken_at < ?2)`,
    )
    .bind(circuitId, startedAt)
    .run();
  if (meta.changes === 1) ctx.vendorMemory.roster?.circuits.delete(circuitId);
};

/**
 * Notes how a call by a key of the house ended. Costs nothing while all is well: only a failure, and the first success
 * after it, are written. What cannot be noted is logged, since the call itself is done.
 */
export const recordOutcome = async (
  ctx: Context,
  place: CallPlace,
  outcome: { ok: true } | { ok: false; error: unknown },
): Promise<void> => {
  try {
    if (outcome.ok) await noteSuccess(ctx, place);
    else if (outcome.error instanceof ProviderError) await noteFailure(ctx, place, outcome.error);
  } catch (error) {
    ctx.log.error('vendor_outcome_not_noted', error, { provider: place.provider });
  }
};
