import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { Context } from '../../worker/context.ts';
import { sweepJobs } from '../../worker/crons/sweep-jobs.ts';
import { createOrm } from '../../worker/db/client.ts';
import type { JobMessage } from '../../worker/db/dispatch.ts';
import { isClosed, JOB_LEASE_MS } from '../../worker/ledger/account-ops.ts';
import type { ProviderErrorCode } from '../../worker/providers/provider.ts';
import { cancelJob } from '../../worker/services/jobs/cancel-job.ts';
import { giveUpJob } from '../../worker/services/jobs/give-up-job.ts';
import { runJob } from '../../worker/services/jobs/run-job.ts';
import { createSpeechJob } from '../../worker/services/speech/create-speech-job.ts';
import { fakeClock, testContext } from '../support/context.ts';
import { findBroken } from '../support/invariants.ts';
import { PAID_TEXT, statusOf } from '../support/jobs.ts';
import { pick, randomOf, seedOf } from '../support/property.ts';
import { scriptedProviders, silence, vendorError } from '../support/speech.ts';
import { type StorageFault, withFaults } from '../support/storage-faults.ts';
import { openUser } from '../support/users.ts';

/** Seeds of one run, and after how many the books are audited: the audit reads everything there is. */
const SEEDS = 120;
const AUDIT_EVERY = 50;
/** Worlds share one database, as the users of a day do; each has its own clock, queue and vendor. */
const WORLDS_AT_ONCE = 10;
const USERS = 3;
const JOBS = 12;
const STEPS = 60;
/** Sweeps of the quiet period; each is a minute and a half of the jobs' time. */
const QUIET_SWEEPS = 14;
/** The chance that any one call to storage is spoilt. */
const FAULT_SHARE = 0.03;
const STORAGE_FAULTS: readonly StorageFault[] = ['before', 'after', 'die_before', 'die_after'];
const VENDOR_FAULTS: readonly ProviderErrorCode[] = [
  'rate_limited',
  'unavailable',
  'timeout',
  'bad_response',
  'rejected',
];
const REPLAY = 'SIM_SEED=<seed> npx vitest run --project sim';

type World = {
  seed: number;
  random: () => number;
  clock: ReturnType<typeof fakeClock>;
  /** Messages on their way; a queue may deliver any of them next, and more than once. */
  messages: string[];
  users: string[];
  jobs: { userId: string; jobId: string }[];
  isQuiet: boolean;
};

const enqueue = (world: World): Queue<JobMessage> =>
  ({
    sendBatch: async (batch: Iterable<MessageSendRequest<JobMessage>>) => {
      for (const { body } of batch) world.messages.push(body.jobId);
    },
  }) as unknown as Queue<JobMessage>;

/** A process of its own: it has the shared storage, a vendor with moods, and dies alone. */
const startProcess = (world: World): Context => {
  const { random, clock } = world;
  const providers = scriptedProviders((call) => {
    if (world.isQuiet) return silence(call.number);
    const mood = random();
    if (mood < 0.12) {
      const retryAfterMs = random() < 0.3 ? Math.floor(random() * 40_000) : undefined;
      return Promise.reject(vendorError(pick(random, VENDOR_FAULTS) ?? 'timeout', retryAfterMs));
    }
    if (mood < 0.16) return new Uint8Array([1, 2, 3]);
    if (mood < 0.2) clock.advance(JOB_LEASE_MS + 1);
    return silence(call.number);
  });
  const ctx = testContext({ providers, clock, random, queues: { priority: enqueue(world), standard: enqueue(world) } });
  if (world.isQuiet) return ctx;
  return withFaults(ctx, () => (random() < FAULT_SHARE ? pick(random, STORAGE_FAULTS) : undefined), createOrm);
};

const create = async (world: World): Promise<void> => {
  const userId = pick(world.random, world.users) ?? '';
  const clientJobId = crypto.randomUUID();
  const attempt = () =>
    createSpeechJob(startProcess(world), {
      userId,
      clientJobId,
      params: { text: PAID_TEXT, noCache: true },
      pointer: '',
    });
  // A client that hears nothing asks again with the same key.
  for (let tries = 0; tries < 3; tries += 1) {
    try {
      const { job, replayed } = await attempt();
      world.jobs.push({ userId, jobId: job.jobId });
      if (!replayed || tries > 0) world.messages.push(job.jobId);
      return;
    } catch (error) {
      if ((error as { code?: string }).code === 'insufficient_credits') return;
    }
  }
};

const deliverOne = async (world: World): Promise<void> => {
  const at = Math.floor(world.random() * world.messages.length);
  const [jobId] = world.messages.splice(at, 1);
  if (!jobId) return;
  try {
    const outcome = await runJob(startProcess(world), jobId);
    if (!outcome.done) world.messages.push(jobId);
  } catch {
    // Not acknowledged: the queue delivers it again, and after too many times to the dead letters.
    if (world.random() < 0.05) await giveUpJob(startProcess(world), jobId).catch(() => world.messages.push(jobId));
    else world.messages.push(jobId);
  }
};

const cancelOne = async (world: World): Promise<void> => {
  const job = pick(world.random, world.jobs);
  // What the owner is told does not matter here; the books are checked in the end.
  if (job) await cancelJob(startProcess(world), job).catch(() => undefined);
};

const step = async (world: World): Promise<void> => {
  const { random, messages, clock } = world;
  const choice = random();
  if (choice < 0.2 && world.jobs.length < JOBS) await create(world);
  else if (choice < 0.6) await deliverOne(world);
  else if (choice < 0.68) await Promise.all([deliverOne(world), deliverOne(world), deliverOne(world)]);
  else if (choice < 0.75) messages.push(...messages.slice(0, 2));
  else if (choice < 0.8) messages.splice(Math.floor(random() * messages.length), 1);
  else if (choice < 0.88) await cancelOne(world);
  else if (choice < 0.93) await Promise.all([deliverOne(world), cancelOne(world)]);
  else if (choice < 0.97) clock.advance(Math.floor(random() * 45_000));
  else await sweepJobs(startProcess(world)).catch(() => undefined);
};

const openJobsOf = async (world: World): Promise<string[]> => {
  const { results } = await env.DB.prepare(
    `SELECT j.id FROM jobs j JOIN json_each(?1) u ON u.value = j.user_id WHERE j.completed_at IS NULL`,
  )
    .bind(JSON.stringify(world.users))
    .all<{ id: string }>();
  return results.map((row) => row.id);
};

/** Storage and vendor are well again, nobody asks for anything: by sweeps alone every job must come to its end. */
const settle = async (world: World): Promise<void> => {
  world.isQuiet = true;
  for (let sweep = 0; sweep < QUIET_SWEEPS; sweep += 1) {
    while (world.messages.length > 0) await deliverOne(world);
    if ((await openJobsOf(world)).length === 0) break;
    world.clock.advance(90_000);
    await sweepJobs(startProcess(world));
  }
  // A process that died between the end of a job and the removal of its files leaves them to the next message.
  for (const { jobId } of world.jobs) await runJob(startProcess(world), jobId);
};

const simulate = async (seed: number): Promise<World> => {
  const world: World = {
    seed,
    random: randomOf(seed),
    clock: fakeClock(),
    messages: [],
    users: Array.from({ length: USERS }, (_, index) => `sim-${seed}-${index}`),
    jobs: [],
    isQuiet: false,
  };
  for (const userId of world.users) await openUser(userId, { credits: 15 });
  for (let index = 0; index < STEPS; index += 1) await step(world);
  await settle(world);
  return world;
};

const seeds = (): number[] => {
  if (env.SIM_SEED) return [Number(env.SIM_SEED)];
  const first = seedOf('simulation, first seed') >>> 0;
  return Array.from({ length: Number(env.SIM_SEEDS) || SEEDS }, (_, index) => (first + index) >>> 0);
};

test('whatever is lost, repeated, reordered or dies, every job ends and the books are right', async () => {
  const ends = new Map<string, number>();
  const all = seeds();
  for (let from = 0; from < all.length; from += WORLDS_AT_ONCE) {
    const worlds = await Promise.all(all.slice(from, from + WORLDS_AT_ONCE).map(simulate));
    for (const world of worlds) {
      const where = `seed ${world.seed}; replay: ${REPLAY}`;
      expect(await openJobsOf(world), where).toEqual([]);
      for (const { jobId } of world.jobs) {
        const status = await statusOf(jobId);
        expect(isClosed(status), where).toBe(true);
        ends.set(status, (ends.get(status) ?? 0) + 1);
      }
    }
    if (from % AUDIT_EVERY === 0 || from + WORLDS_AT_ONCE >= all.length) {
      // Users carry their seed in their id, so a finding names the seed to replay.
      const now = Math.max(...worlds.map((world) => world.clock.now()));
      expect(await findBroken(now), `up to seed ${worlds.at(-1)?.seed}; replay: ${REPLAY}`).toEqual([]);
    }
  }
  console.log(`simulation: ${all.length} seeds, ${JSON.stringify(Object.fromEntries(ends))}`);
  if (!env.SIM_SEED)
    expect([...ends.keys()].sort()).toEqual(expect.arrayContaining(['canceled', 'completed', 'failed']));
});
