import { expect, test } from 'vitest';
import { order, sent, statusOfJob } from '../../support/films.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { callsOf, statusOf } from '../../support/jobs.ts';
import { drawPng } from '../../support/small-media.ts';
import { createUser } from '../../support/users.ts';

test('a film is looked for by messages that come later, and the next in its owner’s line begins by itself', async () => {
  const user = await createUser({ credits: 1_000 });
  const image = await sent(user, 'image', 'image/png', await drawPng(320, 320));
  const params = { image, prompt: 'Closer', seconds: 5, noCache: true };
  const first = await order(user, { module: 'img2vid_noaudio', params });
  const second = await order(user, { module: 'img2vid_noaudio', params });
  expect((await statusOfJob(user, second.jobId)).linePosition).toBe(1);
  for (const { jobId } of [first, second]) {
    await expect.poll(() => statusOf(jobId), { timeout: 50_000, interval: 100 }).toBe('completed');
    expect(await callsOf(jobId)).toEqual([{ piece: 1, outcome: 'ok' }]);
  }
  const [made, later] = [await statusOfJob(user, first.jobId), await statusOfJob(user, second.jobId)];
  expect((later.completedAt ?? 0) - (later.finalTookMs ?? 0)).toBeGreaterThanOrEqual(made.completedAt ?? 0);
  await expectInvariants();
});
