import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Ask, END_LIMIT_MS, ENDED, inspect, listJobs, openHouse, randomFrom, until } from './power-cut.ts';
import { removeHome, serve } from './server.ts';

/** Blows of one run. Fifty take ten minutes: `KILL_MOMENTS=50 npx vitest run --config tests/e2e/vitest.config.ts kill-mixed`. */
const MOMENTS = Number(process.env.KILL_MOMENTS ?? 3);
const SEED = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
/** A blow comes so long after the server serves. */
const LIFE_MAX_MS = 3_000;
const CLIENTS = 3;
/** Most jobs of a run: what is left open at the end has to be finished. */
const JOBS_MAX = 60;

type Order = { module: string; params: Record<string, unknown> };

const TEXT = 'The power goes out in the middle of a word. When it comes back, nothing may be missing. ';

/** An order of any tool, the light ones more often. */
const pickOrder = (random: () => number, number: number): Order => {
  const kind = random();
  if (kind < 0.6) return { module: 'tts', params: { text: TEXT.repeat(1 + Math.floor(random() * 4)), noCache: true } };
  return { module: 'image', params: { prompt: `Picture ${number}`, count: 1 + Math.floor(random() * 4) } };
};

/** True when the server took it; false when it died over it or has too little credit for it. */
const order = async (ask: Ask, clientJobId: string, wanted: Order): Promise<boolean> => {
  try {
    const reply = await ask('/api/jobs', { method: 'POST', body: JSON.stringify({ clientJobId, ...wanted }) });
    await reply.arrayBuffer();
    return reply.status === 202;
  } catch {
    return false;
  }
};

test(`kill -9 at ${MOMENTS} moments over a mixed load: what was taken ends, and the books hold after every blow`, {
  timeout: MOMENTS * 40_000 + 2 * END_LIMIT_MS,
}, async () => {
  const random = randomFrom(SEED);
  const house = await openHouse();
  let { server } = house;
  const { home, ask } = house;
  const orders = new Map<string, Order>();
  const taken = new Set<string>();
  try {
    for (let moment = 0; moment < MOMENTS; moment += 1) {
      let isDead = false;
      const client = async (): Promise<void> => {
        while (!isDead && orders.size < JOBS_MAX) {
          const key = `mixed-${SEED}-${orders.size}`;
          const wanted = pickOrder(random, orders.size);
          orders.set(key, wanted);
          if (await order(ask, key, wanted)) taken.add(key);
        }
      };
      const clients = Array.from({ length: CLIENTS }, client);
      await pause(random() * LIFE_MAX_MS);
      await server.kill();
      isDead = true;
      await Promise.all(clients);
      const dead = await inspect(home.persistTo);
      console.log(
        `KILL_SEED=${SEED} blow ${moment + 1}: ${taken.size} taken, on disk ${JSON.stringify(dead.statuses)}`,
      );
      expect(dead.findings).toEqual([]);
      server = await serve(home, server.port);
    }
    // What was never answered is asked for again with the same key, as a client would.
    for (const [key, wanted] of orders) if (await order(ask, key, wanted)) taken.add(key);
    const ended = async () => (await listJobs(ask)).filter(({ status }) => ENDED.includes(status));
    await until('the jobs ended', async () => (await ended()).length === taken.size);

    const jobs = await ended();
    expect(jobs.map(({ clientJobId }) => clientJobId).sort()).toEqual([...taken].sort());
    for (const job of jobs) {
      expect(['completed', 'failed']).toContain(job.status);
      if (job.status === 'failed') expect(job.returnedCredits).toBe(job.costCredits);
    }
    expect((await inspect(home.persistTo)).findings).toEqual([]);
  } finally {
    await server.stop();
    removeHome(home);
  }
});
