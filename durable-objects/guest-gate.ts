import { DurableObject } from 'cloudflare:workers';
import { GUEST_REQUESTS_PER_DAY } from '../worker/contract/limits.ts';

const DAY_MS = 86_400_000;

export type Allowance = { limitPerDay: number; remaining: number; resetsAt: number };
export type TakeResult = { ok: boolean } & Allowance;

/** 00:00 UTC of the day after `now`. */
export const nextUtcDay = (now: number): number => (Math.floor(now / DAY_MS) + 1) * DAY_MS;

/**
 * Counts the syntheses of one guest address (an IPv4 address or an IPv6 /64) within a UTC day, exactly.
 * Only the object's own storage is touched between read and write, so the input gate makes each call atomic.
 */
export class GuestGate extends DurableObject<Env> {
  /** Takes one of today's tries. `ok` is false when none is left; then nothing changes. */
  async take(now: number): Promise<TakeResult> {
    const used = this.#used(now);
    if (used >= GUEST_REQUESTS_PER_DAY) return { ok: false, ...this.#allowance(used, now) };
    this.ctx.storage.kv.put('used', used + 1);
    this.ctx.storage.kv.put('day', Math.floor(now / DAY_MS));
    await this.ctx.storage.setAlarm(nextUtcDay(now) + DAY_MS);
    return { ok: true, ...this.#allowance(used + 1, now) };
  }

  /** Gives one try of today back, after a failure that was not the guest's. */
  giveBack(now: number): Allowance {
    const used = this.#used(now);
    // A try of yesterday that fails after midnight is no try of today.
    if (this.ctx.storage.kv.get<number>('day') !== Math.floor(now / DAY_MS)) return this.#allowance(used, now);
    const left = Math.max(0, used - 1);
    this.ctx.storage.kv.put('used', left);
    return this.#allowance(left, now);
  }

  /** What is left today, without taking anything. */
  read(now: number): Allowance {
    return this.#allowance(this.#used(now), now);
  }

  /** An address that has not come back for a day is forgotten. */
  override async alarm(): Promise<void> {
    await this.ctx.storage.deleteAll();
  }

  #used(now: number): number {
    const day = this.ctx.storage.kv.get<number>('day');
    // A clock that jumps back must not hand out a second day's allowance.
    return day !== undefined && day >= Math.floor(now / DAY_MS) ? (this.ctx.storage.kv.get<number>('used') ?? 0) : 0;
  }

  #allowance(used: number, now: number): Allowance {
    return {
      limitPerDay: GUEST_REQUESTS_PER_DAY,
      remaining: Math.max(0, GUEST_REQUESTS_PER_DAY - used),
      resetsAt: nextUtcDay(now),
    };
  }
}
