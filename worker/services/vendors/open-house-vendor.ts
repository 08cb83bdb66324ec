import type { Context } from '../../context.ts';
import { type MediaPiece, ProviderError, type SpeechProvider } from '../../providers/provider.ts';
import type { VendorMemory } from '../../providers/roster.ts';
import type { SpeechVendorId } from '../../providers/vendors.ts';
import { noWay, type Way, waysTo } from './choose-key.ts';
import { PROBE_MAX_MS } from './circuits.ts';
import { readRoster } from './read-roster.ts';
import { type CallPlace, recordOutcome } from './record-outcome.ts';

/** A vendor reached by the house; null where its key is one of the settings. */
export type HouseVendor = { speech: SpeechProvider; keyId: string | null };

/** One of all isolates tries a broken circuit. */
const claimProbe = async (ctx: Context, circuitId: string): Promise<boolean> => {
  const now = ctx.clock.now();
  const { meta } = await ctx.db
    .prepare(
      `UPDATE vendor_circuits SET probe_until = ?2
        WHERE id = ?1 AND broken_at IS NOT NULL AND broken_until <= ?3 AND probe_until <= ?3`,
    )
    .bind(circuitId, now + PROBE_MAX_MS, now)
    .run();
  const known = ctx.vendorMemory.roster?.circuits.get(circuitId);
  if (known) ctx.vendorMemory.roster?.circuits.set(circuitId, { ...known, probeUntil: now + PROBE_MAX_MS });
  return meta.changes === 1;
};

const takeWay = async (ctx: Context, ways: readonly Way[]): Promise<Way | undefined> => {
  // First a broken one whose time is over: nobody would try it while others are well, and a call that fails by it goes on
  // by another key.
  for (const way of ways) {
    if (way.passage.kind === 'probe' && (await claimProbe(ctx, way.circuitId))) return way;
  }
  return ways.find(({ passage }) => passage.kind === 'free');
};

const countCall = ({ begun }: VendorMemory, circuitId: string, change: 1 | -1): void => {
  begun.set(circuitId, (begun.get(circuitId) ?? 0) + change);
};

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
  const roster = await readRoster(ctx);
  const now = ctx.clock.now();
  const ways = waysTo(roster, ctx.vendorMemory, input, now);
  const way = await takeWay(ctx, ways);
  if (!way) throw noWay(provider, waysTo(roster, ctx.vendorMemory, input, now), now);
  const speech = ctx.providers.speech(provider, way.key?.account);
  const keyId = way.key?.id ?? null;
  return { speech: watched(ctx, speech, { circuitId: way.circuitId, keyId }), keyId };
};
