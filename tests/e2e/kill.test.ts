import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLocalDatabase } from '../../scripts/lib/local-database.mjs';
import { auditLedger } from '../../worker/ledger/audit.ts';
import { type Home, makeHome, removeHome, type Server, serve } from './server.ts';

const JOBS = 20;
const ROUNDS = 3;
/** Lease 30 s, staleness 20 s, a sweep every 10 s; and then the work itself. */
const END_LIMIT_MS = 180_000;
const ASK_EVERY_MS = 500;
/** The exact moment of the blow within what it waited for is left to chance, up to this. */
const AIM_MS = 400;
const ENDED = ['completed', 'failed', 'canceled', 'expired'];
const TEXT = 'The power goes out in the middle of a word. When it comes back, nothing may be missing. '.repeat(4);
const SEED = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);

type Job = { jobId: string; clientJobId: string; status: string; costCredits: number; returnedCredits: number };

/** A small generator (mulberry32), so that a moment that broke something can be had again by its seed. */
const randomFrom = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
const random = randomFrom(SEED);

let home: Home;
let server: Server;
let token: string;

beforeAll(async () => {
  console.log(`KILL_SEED=${SEED}`);
  home = await makeHome();
  server = await serve(home);
  const reply = await fetch(`${server.origin}/api/dev/token`, { method: 'POST' });
  token = ((await reply.json()) as { token: string }).token;
});
afterAll(async () => {
  await server.stop();
  removeHome(home);
});

const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(server.origin + path, {
    ...init,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
  });

/** Orders one job; true when the server took it, false when it died over it. */
const order = async (clientJobId: string): Promise<boolean> => {
  try {
    const reply = await ask('/api/tts/jobs', { method: 'POST', body: JSON.stringify({ clientJobId, text: TEXT }) });
    await reply.arrayBuffer();
    return reply.status === 202;
  } catch {
    return false;
  }
};

const listJobs = async (prefix: string): Promise<Job[]> => {
  const reply = await ask('/api/jobs?limit=100');
  const { items } = (await reply.json()) as { items: Job[] };
  return items.filter((job) => job.clientJobId.startsWith(prefix));
};

/** Asks until a condition holds; an answer that never comes is the failure. */
const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + END_LIMIT_MS;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`${what} did not happen within ${END_LIMIT_MS / 1_000} s`);
    await pause(ASK_EVERY_MS);
  }
};

const audit = () => readLocalDatabase(home.persistTo, (query) => auditLedger(query, { now: Date.now() }));

test.for(Array.from({ length: ROUNDS }, (_, round) => round + 1))(
  'kill -9 in the middle of 20 jobs, round %i: all of them end, and the books hold',
  { timeout: 2 * END_LIMIT_MS },
  async (round) => {
    const prefix = `kill-${SEED}-${round}-`;
    // From "hardly any taken yet" to "some are done already".
    const takenBefore = 1 + Math.floor(random() * JOBS);
    const endedBefore = takenBefore === JOBS ? Math.floor(random() * (JOBS / 2)) : 0;
    const aimMs = random() * AIM_MS;
    const taken = new Set<string>();
    const keys = Array.from({ length: JOBS }, (_, job) => `${prefix}${job}`);
    const orders = keys.map(async (key) => {
      if (await order(key)) taken.add(key);
    });
    await until('the jobs were taken', async () => taken.size >= takenBefore);
    if (endedBefore > 0) {
      await until('the first jobs ended', async () => {
        const jobs = await listJobs(prefix);
        return jobs.filter((job) => ENDED.includes(job.status)).length >= endedBefore;
      });
    }
    await pause(aimMs);
    await server.kill();
    await Promise.all(orders);

    const acknowledged = [...taken];
    server = await serve(home, server.port);
    // What was never answered is asked for again with the same key, as a client would.
    for (const key of keys) expect(await order(key)).toBe(true);
    await until('the jobs ended', async () => {
      const jobs = await listJobs(prefix);
      return jobs.length === JOBS && jobs.every((job) => ENDED.includes(job.status));
    });

    const jobs = await listJobs(prefix);
    expect(jobs.map((job) => job.clientJobId).sort()).toEqual([...keys].sort());
    for (const key of acknowledged) expect(jobs.map((job) => job.clientJobId)).toContain(key);
    for (const job of jobs) {
      expect(['completed', 'failed']).toContain(job.status);
      if (job.status === 'failed') expect(job.returnedCredits).toBe(job.costCredits);
    }
    const report = await audit();
    expect(report.findings).toEqual([]);
    console.log(
      `round ${round}: killed with ${acknowledged.length} taken, ${endedBefore} awaited, +${aimMs.toFixed(0)} ms`,
    );
  },
);
