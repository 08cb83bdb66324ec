import { ProviderError } from '../../providers/provider.ts';
import type { Roster, RosterKey, VendorMemory } from '../../providers/roster.ts';
import type { VendorId } from '../../providers/vendors.ts';
import { type Passage, passageOf } from './circuits.ts';

/** A way to a vendor: a key of the house, or what the settings give where there is none. */
export type Way = { circuitId: string; key: RosterKey | undefined; passage: Passage; calls: number };

/** Of a vendor of speech, with the voice: not every key has every one. */
type Wanted = { provider: VendorId; voiceId?: string };

/** Every way to a voice, the one of its template first, then the least busy. Pure. */
export const waysTo = (
  roster: Roster,
  { begun }: Pick<VendorMemory, 'begun'>,
  { provider, voiceId }: Wanted,
  now: number,
): Way[] => {
  const owners = voiceId === undefined ? undefined : roster.owners.get(voiceId);
  const keys = roster.keys.filter((key) => key.provider === provider);
  if (keys.length === 0) {
    return [{ circuitId: provider, key: undefined, passage: passageOf(roster.circuits.get(provider), now), calls: 0 }];
  }
  const able = owners ? keys.filter(({ id }) => owners.includes(id)) : keys;
  const assigned = voiceId === undefined ? undefined : roster.assigned.get(voiceId);
  // A voice whose keys are all gone may be known to another; that one's answer is an honest one.
  return (able.length > 0 ? able : keys)
    .map((key) => ({
      circuitId: key.id,
      key,
      passage: passageOf(roster.circuits.get(key.id), now),
      calls: (roster.calls.get(key.id) ?? 0) + (begun.get(key.id) ?? 0),
    }))
    .sort((a, b) => Number(b.circuitId === assigned) - Number(a.circuitId === assigned) || a.calls - b.calls);
};

/** Why there is no way now, and when it is worth asking again. */
export const noWay = (provider: VendorId, ways: readonly Way[], now: number): ProviderError => {
  const closed = ways.flatMap(({ passage }) => (passage.kind === 'closed' ? [passage] : []));
  const until = Math.min(...closed.map((passage) => passage.until));
  const isBroken = closed.every((passage) => passage.isBroken);
  const message = isBroken ? 'is not asked while it fails' : 'has asked for patience';
  return new ProviderError(provider, isBroken ? 'unavailable' : 'rate_limited', message, Math.max(0, until - now));
};
