import type { Context } from '../../context.ts';
import { sendJobs } from '../../db/dispatch.ts';
import { findWaitingJob } from '../../db/vendor-requests.ts';
import { AppError } from '../../errors.ts';
import { type FalKey, type FalWebhook, fetchFalKeys, verifyFalWebhook } from '../../providers/fal-webhook.ts';
import { platformKeySetCache } from '../../providers/key-set-cache.ts';
import { readRoster } from '../vendors/read-roster.ts';
import { FILM_VENDOR } from './film-run.ts';

/** Keys change without notice; kept ones that are older than this are asked for anew before a call is refused. */
const KEYS_FRESH_MS = 60_000;
const KEYS_TIMEOUT_MS = 10_000;
/** Keys of the sandbox and of the vendor are never taken for each other's. */
const cacheUrlOf = (isDemo: boolean): string => `https://keys.ozvena.example/fal/${isDemo ? 'sandbox' : 'vendor'}`;

type Told = { headers: Headers; body: ArrayBuffer };

const verify = async (ctx: Context, { headers, body }: Told): Promise<FalWebhook | undefined> => {
  const account = (await readRoster(ctx)).keys.find(({ provider }) => provider === FILM_VENDOR)?.account;
  const { wire, isDemo } = ctx.providers.reach(FILM_VENDOR, account);
  const now = ctx.clock.now();
  const kept = await platformKeySetCache.read(cacheUrlOf(isDemo));
  const found = kept && (await verifyFalWebhook(headers, body, kept.jwks.keys as FalKey[], now));
  if (found || (kept && now - kept.uat < KEYS_FRESH_MS)) return found;
  const keys = await fetchFalKeys(wire, AbortSignal.timeout(KEYS_TIMEOUT_MS));
  await platformKeySetCache.write(cacheUrlOf(isDemo), { jwks: { keys }, uat: now });
  return verifyFalWebhook(headers, body, keys, now);
};

/**
 * Hears that a request is done. That only wakes its job, which fetches what was made: nothing is believed but the id. One
 * that is unknown, told before, or told too late changes nothing (F17).
 * @throws AppError webhook_signature_invalid for what the vendor has not signed within the last minutes.
 */
export const hearFal = async (ctx: Context, told: Told): Promise<void> => {
  const webhook = await verify(ctx, told);
  if (!webhook) throw new AppError('webhook_signature_invalid', 'This was not signed by fal, or not just now.');
  const { requestId } = webhook;
  const waiting = await findWaitingJob(ctx.db, { provider: FILM_VENDOR, requestId });
  ctx.log.event('fal_webhook', { requestId, isDone: webhook.isDone, jobId: waiting?.id ?? null });
  if (waiting) await sendJobs(ctx.queues, [waiting]);
};
