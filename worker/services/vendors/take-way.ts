import type { Context } from '../../context.ts';
import type { VendorMemory } from '../../providers/roster.ts';
import type { VendorId } from '../../providers/vendors.ts';
import { noWay, type Way, waysTo } from './choose-key.ts';
import { PROBE_MAX_MS } from './circuits.ts';
import { readRoster } from './read-roster.ts';

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

const firstOpen = async (ctx: Context, ways: readonly Way[]): Promise<Way | undefined> => {
  // First a broken one whose time is over: nobody would try it while others are well, and a call that fails by it goes on
  // by another key.
  for (const way of ways) {
    if (way.passage.kind === 'probe' && (await claimProbe(ctx, way.circuitId))) return way;
  }
  return ways.find(({ passage }) => passage.kind === 'free');
};

/**
 * The key of the house for one call of a vendor, or of one of its voices. No read on the way of a request: the roster is
 * at hand, and only the trial of a broken circuit is claimed.
 * @throws ProviderError unavailable when every key fails, rate_limited when each is to wait; both say for how long.
 */
export const takeWay = async (ctx: Context, wanted: { provider: VendorId; voiceId?: string }): Promise<Way> => {
  const roster = await readRoster(ctx);
  const now = ctx.clock.now();
  const way = await firstOpen(ctx, waysTo(roster, ctx.vendorMemory, wanted, now));
  if (!way) throw noWay(wanted.provider, waysTo(roster, ctx.vendorMemory, wanted, now), now);
  return way;
};

/** Counts a call of a key that begins or has ended, so that the least busy one is known. */
export const countCall = ({ begun }: VendorMemory, circuitId: string, change: 1 | -1): void => {
  begun.set(circuitId, (begun.get(circuitId) ?? 0) + change);
};
