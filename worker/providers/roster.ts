import type { PriceBook } from '../contract/money.ts';
import type { Voice } from '../contract/speech.ts';
import type { VendorAccount } from './registry.ts';
import type { VendorId } from './vendors.ts';

/** A key of the house, open, for calls to its vendor and for nothing else. */
export type RosterKey = { id: string; provider: VendorId; account: VendorAccount };

/** What is known of a key's failures; times in unix ms. See `vendor_circuits`. */
export type Circuit = {
  id: string;
  provider: string;
  failures: number;
  brokenAt: number | null;
  brokenUntil: number;
  probeUntil: number;
  waitUntil: number;
  errorCode: string | null;
};

/** How soon a vendor begins to speak, in ms. */
export type Pace = { recentMs: number; usualMs: number; slowSince: number | null; measuredAt: number };

/** A model, as `model_profiles` has it: who makes it by what name, and whether it is offered. */
export type ModelProfile = {
  modelId: string;
  module: string;
  provider: VendorId;
  /** The vendor's own name of it. */
  vendorModel: string;
  /** Neither it nor its vendor is switched off. */
  isEnabled: boolean;
  fallbackModelId: string | null;
  /** Moving averages, in ms. */
  previewMs: number;
  finalMs: number;
  /** Where its jobs are handed over, if its vendor does not make them. */
  workerUrl: string | null;
};

/** All that a call to a vendor has to know of the operators' side, as it was read at one moment. */
export type Roster = {
  readAt: number;
  prices: PriceBook;
  /** The vendors that are switched off. */
  disabled: ReadonlySet<VendorId>;
  models: ReadonlyMap<string, ModelProfile>;
  keys: readonly RosterKey[];
  /** By the key's id, or the vendor's name for the only key of the settings. This isolate's own failures are put in at once. */
  circuits: Map<string, Circuit>;
  /** Calls under way by key id, of all isolates, when it was read. */
  calls: ReadonlyMap<string, number>;
  /** The key that a voice's template gives it. */
  assigned: ReadonlyMap<string, string>;
  /** The keys that have a voice which not every key of its vendor has. */
  owners: ReadonlyMap<string, readonly string[]>;
  pace: ReadonlyMap<string, Pace>;
  /** Voices that requests have found since it was read, by id. They are as old as it is, and go with it. */
  voices: Map<string, Voice>;
};

/** What one isolate keeps between requests: plain data, never a promise, which would belong to the request that made it. */
export type VendorMemory = {
  roster: Roster | undefined;
  /** Until then somebody is reading it anew. */
  readingUntil: number;
  /** Calls of this isolate that are under way, by key id: those that began since the roster was read, and some it counts too. */
  begun: Map<string, number>;
  /** Waits for the first sound since the roster was read, by vendor. */
  waits: Map<string, { calls: number; totalMs: number }>;
};

const memories = new WeakMap<object, VendorMemory>();

/** The memory that belongs to an environment, as its settings do. */
export const vendorMemoryOf = (environment: object): VendorMemory => {
  const known = memories.get(environment);
  if (known) return known;
  const fresh = { roster: undefined, readingUntil: 0, begun: new Map(), waits: new Map() };
  memories.set(environment, fresh);
  return fresh;
};
