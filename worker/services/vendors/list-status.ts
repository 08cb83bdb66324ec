import type { Context } from '../../context.ts';
import type { VendorState, VendorStatusList } from '../../contract/vendor-status.ts';
import type { Roster } from '../../providers/roster.ts';
import { VENDOR_IDS, VENDORS, type VendorId } from '../../providers/vendors.ts';
import { passageOf } from './circuits.ts';
import { readRoster } from './read-roster.ts';

/** What was measured longer ago says nothing about now. */
const PACE_MAX_AGE_MS = 15 * 60_000;

type Status = { id: VendorId; name: string; state: VendorState; since: number | null };

/** How a vendor is. It is down when every way to it is broken, and has been since the last of them broke. */
export const statusOf = (roster: Roster, id: VendorId, now: number): Status => {
  const { name } = VENDORS[id];
  const keys = roster.keys.filter((key) => key.provider === id).map((key) => key.id);
  const circuits = (keys.length > 0 ? keys : [id]).map((circuitId) => roster.circuits.get(circuitId));
  const isDown = circuits.every((circuit) => {
    const passage = passageOf(circuit, now);
    return passage.kind === 'probe' || (passage.kind === 'closed' && passage.isBroken);
  });
  if (isDown) {
    return { id, name, state: 'down', since: Math.max(...circuits.map((circuit) => circuit?.brokenAt ?? 0)) };
  }
  const pace = roster.pace.get(id);
  const isSlow = pace !== undefined && pace.slowSince !== null && now - pace.measuredAt < PACE_MAX_AGE_MS;
  return { id, name, state: isSlow ? 'slow' : 'ok', since: isSlow ? pace.slowSince : null };
};

/** How the vendors are just now, for everybody; without internal ones and those that are switched off. */
export const listStatus = async (ctx: Context): Promise<VendorStatusList> => {
  const roster = await readRoster(ctx);
  const now = ctx.clock.now();
  const shown = VENDOR_IDS.filter((id) => !VENDORS[id].isInternal && !roster.disabled.has(id));
  return { items: shown.map((id) => statusOf(roster, id, now)) };
};
