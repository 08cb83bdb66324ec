import type { Context } from '../../context.ts';
import { noteSubmitted, type VendorRequest } from '../../db/vendor-requests.ts';
import { ProviderError, type SpeechVendorOptions } from '../../providers/provider.ts';
import { callUntilDelivered, RetryLater } from '../jobs/call-vendor.ts';
import { openAccount } from '../vendors/open-account.ts';
import { FILM_VENDOR, type FilmRun } from './film-run.ts';

/** What a vendor who did not answer is given before he is asked once more. */
const UNKNOWN_WAIT_MS = 2_000;

/** Where the vendor tells that a piece is done. */
export const FAL_WEBHOOK_PATH = '/api/vendors/fal/webhook';

/** Asks for one piece. Called at most once for a key that answers. */
export type Submit = (input: {
  options: SpeechVendorOptions;
  model: string;
  piece: Pick<VendorRequest, 'sound'>;
  /** What the vendor's adapter takes besides the input. */
  handing: { signal: AbortSignal; webhookUrl?: string };
}) => Promise<{ hand: () => Promise<{ requestId: string }> }>;

/** A submit that nobody answered may have been taken, and be paid for: it counts, and one more is all there is (F02). */
const onlyOnce = async (hand: () => Promise<{ requestId: string }>): Promise<{ requestId: string }> => {
  try {
    return await hand();
  } catch (error) {
    const isUnknown = error instanceof ProviderError && (error.code === 'timeout' || error.code === 'bad_response');
    throw isUnknown ? new RetryLater(UNKNOWN_WAIT_MS, false, { cause: error }) : error;
  }
};

/**
 * Hands one piece over to its vendor, and notes what he calls it before anything else.
 * @throws as `callUntilDelivered`, and RetryLater when nobody knows whether he has taken it.
 */
export const submitPiece = async (ctx: Context, run: FilmRun, piece: VendorRequest, submit: Submit): Promise<void> => {
  const { job, model, own, signal } = run;
  const call = { id: job.id, leaseToken: job.leaseToken, provider: FILM_VENDOR, piece: piece.piece };
  const webhookUrl = ctx.config.appOrigin + FAL_WEBHOOK_PATH;
  // The true vendor calls no address that is not open to the internet: there he is looked for.
  const canCall = (isDemo: boolean) => isDemo || webhookUrl.startsWith('https:');
  const { delivered, callId } = await callUntilDelivered(ctx, call, {
    signal,
    open: () => openAccount(ctx, { provider: FILM_VENDOR, own }),
    hasWay: async () => own === undefined,
    call: async ({ options, keyId, watch }) => {
      const handing = { signal, ...(canCall(options.isDemo) ? { webhookUrl } : {}) };
      const { hand } = await submit({ options, model: model.vendorModel, piece, handing });
      const { requestId } = await onlyOnce(() => watch(hand, signal));
      return { requestId, keyId };
    },
  });
  const submitted = { ...delivered, model: model.vendorModel, callId, at: ctx.clock.now() };
  await noteSubmitted(ctx.db, { jobId: job.id, piece: piece.piece }, submitted);
};
