import type { CircuitView } from '../../contract/admin-vendors.ts';
import type { Circuit } from '../../providers/roster.ts';

/** The failures that only the passing of time heals are counted; each of the others says enough by itself. */
export const FAILURES_TO_BREAK = 5;
/** Failures further apart than this have nothing to do with one another. */
export const FAILURE_WINDOW_MS = 60_000;
/** How long a circuit stays broken: twice as long each time it breaks again at once, up to the most. */
export const BREAK_MS = 30_000;
export const BREAK_MAX_MS = 10 * 60_000;
/** A key that is refused or empty waits for its operator, who is told at once, and is tried now and then. */
export const KEY_OUT_MS = 15 * 60_000;
/** Whoever tries a broken circuit tells within this time how it went. */
export const PROBE_MAX_MS = 60_000;
/** What a vendor asks for beyond this is asked again. */
export const WAIT_MAX_MS = 60 * 60_000;

/** Who may call by a circuit: anybody, one who claims the probe, or nobody until a moment (unix ms). */
export type Passage = { kind: 'free' } | { kind: 'probe' } | { kind: 'closed'; until: number; isBroken: boolean };

/** Pure. A circuit that has no row has never failed. */
export const passageOf = (circuit: Circuit | undefined, now: number): Passage => {
  if (!circuit) return { kind: 'free' };
  if (circuit.brokenAt !== null) {
    const until = Math.max(circuit.brokenUntil, circuit.probeUntil);
    return now < until ? { kind: 'closed', until, isBroken: true } : { kind: 'probe' };
  }
  return now < circuit.waitUntil ? { kind: 'closed', until: circuit.waitUntil, isBroken: false } : { kind: 'free' };
};

/** Whether a key is refused or empty by now: no passing of time is known to help it. */
export const isOut = (circuit: Circuit | undefined, now: number): boolean =>
  (circuit?.errorCode === 'unauthorized' || circuit?.errorCode === 'exhausted') &&
  passageOf(circuit, now).kind !== 'free';

/** A circuit as operators see it. */
export const toCircuitView = (circuit: Circuit | undefined, now: number): CircuitView => {
  const passage = passageOf(circuit, now);
  if (passage.kind === 'free') return { state: 'whole', errorCode: null, until: null };
  const errorCode = circuit?.errorCode ?? null;
  if (passage.kind === 'probe') return { state: 'broken', errorCode, until: now };
  return { state: passage.isBroken ? 'broken' : 'waiting', errorCode, until: passage.until };
};
