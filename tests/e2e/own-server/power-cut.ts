import { setTimeout as pause } from 'node:timers/promises';
import { readLocalDatabase } from '../../../scripts/lib/local-database.mjs';
import { auditLedger } from '../../../worker/ledger/audit.ts';
import { liftLimits } from '../lift-limits.ts';
import { makeHome, serve } from '../server.ts';

/** Lease 30 s, staleness 20 s, a sweep every 10 s; and then the work itself. */
export const END_LIMIT_MS = 300_000;
const ASK_EVERY_MS = 100;
export const ENDED = ['completed', 'failed', 'canceled', 'expired'];

export type Job = { jobId: string; clientJobId: string; status: string; costCredits: number; returnedCredits: number };

/** A small generator (mulberry32), so that a moment that broke something can be had again by its seed. */
export const randomFrom = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

export type Ask = (path: string, init?: RequestInit) => Promise<Response>;

/** A server on a disk of its own, and a way to ask it. */
export const openHouse = async () => {
  const home = await makeHome();
  const server = await serve(home);
  await liftLimits(server.origin);
  const reply = await fetch(`${server.origin}/api/dev/token`, { method: 'POST' });
  const { token } = (await reply.json()) as { token: string };
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const ask: Ask = (path, init = {}) => fetch(server.origin + path, { ...init, headers });
  return { home, server, ask };
};

export const listJobs = async (ask: Ask): Promise<Job[]> => {
  const reply = await ask('/api/jobs?limit=100');
  const { items } = (await reply.json()) as { items: Job[] };
  return items;
};

/** Asks until a condition holds; an answer that never comes is the failure. */
export const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + END_LIMIT_MS;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`${what} did not happen within ${END_LIMIT_MS / 1_000} s`);
    await pause(ASK_EVERY_MS);
  }
};

/** What the disk holds, read past the server: by status, and what the auditor finds. */
export const inspect = (persistTo: string) =>
  readLocalDatabase(persistTo, async (query) => {
    const rows = await query('SELECT status, COUNT(*) AS count FROM jobs GROUP BY status');
    const { findings } = await auditLedger(query, { now: Date.now() });
    return { statuses: Object.fromEntries(rows.map((row) => [String(row.status), Number(row.count)])), findings };
  });
