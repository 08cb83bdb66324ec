import type { Context } from '../../context.ts';
import { type MediaPiece, ProviderError, type SpeechProvider } from '../../providers/provider.ts';
import type { VendorMemory } from '../../providers/roster.ts';
import type { SpeechVendorId } from '../../providers/vendors.ts';
import { type CallPlace, recordOutcome } from './record-outcome.ts';
import { countCall, takeWay } from './take-way.ts';

/** A vendor reached by the house; null where its key is one of the settings. */
export type HouseVendor = { speech: SpeechProvider; keyId: string | null };

const noteWait = ({ waits }: VendorMemory, provider: string, waitedMs: number): void => {
  const { calls, totalMs } = waits.get(provider) ?? { calls: 0, totalMs: 0 };
  waits.set(provider, { calls: calls + 1, totalMs: totalMs + waitedMs });
};

/** The same vendor, whose calls tell how they went. A call that its own caller gives up says nothing about the vendor. */
const watched = (
  ctx: Context,
  speech: SpeechProvider,
  { circuitId, keyId }: { circuitId: string; keyId: string | null },
): SpeechProvider => ({
  ...speech,
  async *synthesize(request, options): AsyncGenerator<MediaPiece> {
    const { vendorMemory: memory, clock } = ctx;
    const place: CallPlace = { provider: speech.id, circuitId, startedAt: clock.now() };
    let isBegun = false;
    countCall(memory, circuitId, 1);
    try {
      for await (const piece of speech.synthesize(request, options)) {
        const firstByteMs = clock.now() - place.startedAt;
        if (!isBegun) noteWait(memory, speech.id, firstByteMs);
        yield isBegun ? piece : { ...piece, call: { keyId, firstByteMs } };
        isBegun = true;
      }
      await recordOutcome(ctx, place, { ok: true });
    } catch (error) {
      const isOurs = options.signal.aborted && !(options.signal.reason instanceof ProviderError);
      if (!isOurs) await recordOutcome(ctx, place, { ok: false, error });
      throw error;
    } finally {
      countCall(memory, circuitId, -1);
    }
  },
});

/**
 * A vendor with the house's key that is to speak a voice: the one of its template, else the least busy of those that
 * are well. No read on the way of a request: the roster is at hand, and only the trial of a broken circuit is claimed.
 * @throws ProviderError unavailable when every key fails, rate_limited when each is to wait; both say for how long.
 */
export const openHouseVendor = async (
  ctx: Context,
  input: { provider: SpeechVendorId; voiceId: string },
): Promise<HouseVendor> => {
  const { provider } = input;
  const way = await takeWay(ctx, input);
  const speech = ctx.providers.speech(provider, way.key?.account);
  const keyId = way.key?.id ?? null;
  return { speech: watched(ctx, speech, { circuitId: way.circuitId, keyId }), keyId };
};
