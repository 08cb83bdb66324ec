import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { claimJob, readJob, readNextHeavy } from '../../worker/db/jobs.ts';
import { postGroup } from '../../worker/ledger/post.ts';
import { chargePosting } from '../support/rows.ts';
import { createUser } from '../support/users.ts';

const NOW = 1_800_000_000_000;
const LEASE_MS = 30_000;

/** Queued jobs of one user, a second apart, the oldest first. */
const line = async (count: number, isHeavy: 0 | 1 = 1): Promise<{ userId: string; jobs: string[] }> => {
  const { userId } = await createUser();
  const jobs: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const { posting, jobId } = await chargePosting(userId);
    const createdAt = NOW + at * 1_000;
    const dated = { createdAt, deadlineAt: createdAt + 60_000, isHeavy, params: '{"text":"A film","script":{}}' };
    await postGroup(env.DB, [{ ...posting, jobs: posting.jobs.map((job) => ({ ...job, ...dated })) }]);
    jobs.push(jobId);
  }
  return { userId, jobs };
};

const claim = (jobId: string, now = NOW + 10_000) =>
  claimJob(env.DB, jobId, { token: crypto.randomUUID(), now, expiresAt: now + LEASE_MS });

const end = (jobId: string) => env.DB.prepare(`UPDATE jobs SET status = 'failed' WHERE id = ?1`).bind(jobId).run();

test('of a user’s heavy jobs only the oldest is claimed, and the place of the others shows', async () => {
  const { userId, jobs } = await line(3);
  const [first = '', second = '', third = ''] = jobs;
  expect(await claim(third)).toBeUndefined();
  expect(await claim(second)).toBeUndefined();
  expect(await claim(first)).toMatchObject({ id: first, isHeavy: true });
  const places = await Promise.all(jobs.map(async (jobId) => (await readJob(env.DB, userId, jobId))?.linePosition));
  expect(places).toEqual([null, 1, 2]);
  expect(await claim(second)).toBeUndefined();
});

test('when one has ended the next has its turn, with all the time it was given', async () => {
  const { userId, jobs } = await line(2);
  const [first = '', second = ''] = jobs;
  await claim(first);
  expect(await readNextHeavy(env.DB, userId)).toBeUndefined();
  await end(first);
  expect(await readNextHeavy(env.DB, userId)).toMatchObject({ id: second });
  const long = NOW + 3_600_000;
  expect(await claim(second, long)).toMatchObject({ id: second, deadlineAt: long + 60_000 });
});

test('another user’s heavy work, and light work of one’s own, hold nobody up', async () => {
  const one = await line(1);
  const other = await line(1);
  await claim(one.jobs[0] ?? '');
  expect(await claim(other.jobs[0] ?? '')).toBeDefined();
  const light = await line(2, 0);
  expect(await claim(light.jobs[1] ?? '')).toBeDefined();
});
