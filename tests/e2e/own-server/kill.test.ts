import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { removeHome, serve } from '../server.ts';
import { cutPowerOverMixedLoad, MIXED_LIMIT_MS, MOMENTS } from './mixed-load.ts';
import { type Ask, END_LIMIT_MS, ENDED, inspect, listJobs, openHouse, randomFrom, until } from './power-cut.ts';

const JOBS = 20;
/** That order at the same time, each one job after the other. */
const CLIENTS = 4;
/** The exact moment of the blow within what it waited for is left to chance, up to this. */
const AIM_MS = 400;
const SENTENCE = 'The power goes out in the middle of a word. When it comes back, nothing may be missing. ';
const TEXT = SENTENCE.repeat(4);
/** The vendor keeps the last jobs waiting until the blow: however late a busy machine deals it, work is under way. */
const HELD_JOBS = 4;
const HELD_MARK = 'Kept waiting.';
/** Longer than anybody waits for a vendor. */
const HELD_MS = 120_000;
const SEED = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);

const isHeld = (clientJobId: string): boolean => Number(clientJobId.split('-').at(-1)) >= JOBS - HELD_JOBS;

/** Has the vendor answer no text with the mark. */
const holdVendor = async (origin: string): Promise<void> => {
  const fault = { kind: 'delay_ms', ms: HELD_MS };
  const body = { vendor: 'unicorn', match: { text_includes: HELD_MARK }, times: null, fault };
  const reply = await fetch(`${origin}/sandbox/faults`, { method: 'POST', body: JSON.stringify(body) });
  expect(reply.status).toBe(201);
};

const releaseVendor = async (origin: string): Promise<void> => {
  const reply = await fetch(`${origin}/sandbox/faults`, { method: 'DELETE' });
  expect(reply.status).toBe(204);
};

/** Orders one job; true when the server took it, false when it died over it. */
const order = async (ask: Ask, clientJobId: string): Promise<boolean> => {
  try {
    const reply = await ask('/api/tts/jobs', {
      method: 'POST',
      body: JSON.stringify({ clientJobId, text: isHeld(clientJobId) ? `${HELD_MARK} ${TEXT}` : TEXT, noCache: true }),
    });
    await reply.arrayBuffer();
    return reply.status === 202;
  } catch {
    return false;
  }
};

const countEnded = async (ask: Ask): Promise<number> =>
  (await listJobs(ask)).filter((job) => ENDED.includes(job.status)).length;

/** What the blow waits for: so many jobs taken, and so many ended. */
type Aim = { taken: number; ended: number };
const AIMS: Record<string, (random: () => number) => Aim> = {
  'while they are ordered': (random) => ({ taken: 1 + Math.floor(random() * (JOBS / 2)), ended: 0 }),
  'when the work has just begun': () => ({ taken: JOBS, ended: 0 }),
  'while some are done': (random) => ({ taken: JOBS, ended: 1 + Math.floor(random() * (JOBS / 2)) }),
};

// Most of it is waiting for a lease to run out, so all moments are waited for at once, each at a server of its own.
test.concurrent.for(Object.entries(AIMS))(
  'kill -9 %s: all twenty jobs end, and the books hold',
  { timeout: 2 * END_LIMIT_MS },
  async ([moment, aimOf]) => {
    const random = randomFrom(SEED + moment.length);
    const aim = aimOf(random);
    const aimMs = random() * AIM_MS;
    const keys = Array.from({ length: JOBS }, (_, job) => `kill-${SEED}-${job}`);
    const house = await openHouse();
    let { server } = house;
    const { home, ask } = house;
    try {
      await holdVendor(server.origin);
      const taken: string[] = [];
      const enough = Promise.withResolvers<void>();
      const left = [...keys];
      const client = async (): Promise<void> => {
        for (let key = left.shift(); key !== undefined; key = left.shift()) {
          if (await order(ask, key)) taken.push(key);
          if (taken.length >= aim.taken) enough.resolve();
        }
      };
      const clients = Array.from({ length: CLIENTS }, client);
      await enough.promise;
      if (aim.ended > 0) await until('the first jobs ended', async () => (await countEnded(ask)) >= aim.ended);
      // Where some have ended the middle is reached; a moment later all might have.
      await pause(aim.taken === JOBS && aim.ended === 0 ? aimMs : 0);
      await server.kill();
      await Promise.all(clients);

      // The books hold on the dead disk as well, and the blow came in the middle: not everything was over.
      const dead = await inspect(home.persistTo);
      console.log(`KILL_SEED=${SEED} ${moment}: ${taken.length} taken, on disk ${JSON.stringify(dead.statuses)}`);
      expect(dead.findings).toEqual([]);
      expect(dead.statuses.completed ?? 0).toBeLessThan(JOBS);

      server = await serve(home, server.port);
      await releaseVendor(server.origin);
      const kept = (await listJobs(ask)).map((job) => job.clientJobId);
      expect(kept).toEqual(expect.arrayContaining(taken));
      // What was never answered is asked for again with the same key, as a client would.
      for (const key of keys) expect(await order(ask, key)).toBe(true);
      await until('the jobs ended', async () => (await countEnded(ask)) === JOBS);

      const jobs = await listJobs(ask);
      expect(jobs.map((job) => job.clientJobId).sort()).toEqual([...keys].sort());
      for (const job of jobs) {
        expect(['completed', 'failed']).toContain(job.status);
        if (job.status === 'failed') expect(job.returnedCredits).toBe(job.costCredits);
      }
      expect((await inspect(home.persistTo)).findings).toEqual([]);
    } finally {
      await server.stop();
      removeHome(home);
    }
  },
);

test.concurrent(
  `kill -9 at ${MOMENTS} moments over a mixed load: what was taken ends, and the books hold after every blow`,
  { timeout: MIXED_LIMIT_MS },
  () => cutPowerOverMixedLoad(SEED),
);
