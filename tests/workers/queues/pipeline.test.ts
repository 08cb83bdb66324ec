import { expect, test } from 'vitest';
import { probeMp3 } from '../../../worker/services/assets/probe-audio.ts';
import { api, bytesOf, jsonOf } from '../../support/api.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { callsOf, statusOf } from '../../support/jobs.ts';
import { countCalls, orderFault, ownText } from '../../support/sandbox.ts';
import { balanceOf, createUser, type TestUser } from '../../support/users.ts';

// Here the queues are true ones: nobody delivers by hand.

const create = async (user: TestUser, text: string): Promise<string> => {
  const json = { clientJobId: crypto.randomUUID(), text };
  return (await jsonOf<{ jobId: string }>(await api('/api/tts/jobs', { user, json }), 202)).jobId;
};

const ended = (jobId: string) => expect.poll(() => statusOf(jobId), { timeout: 30_000, interval: 50 });

type Media = { url: string; sizeBytes: number; durationMs: number };

test.each(['user', 'paid'] as const)('a job of a %s goes from the API through its queue to a file', async (role) => {
  const user = await createUser({ credits: 100, role });
  const { text, tag } = ownText('It is spoken in the background. Then it is there.');
  const jobId = await create(user, text);
  await ended(jobId).toBe('completed');
  const job = await jsonOf<{ preview: Media; finals: Media[]; progress: number }>(
    await api(`/api/jobs/${jobId}/status`, { user }),
  );
  expect(job.progress).toBe(1);
  const [final] = job.finals;
  if (!final) throw new Error('no file');
  const bytes = await bytesOf(await api(final.url, { user }));
  expect(bytes.byteLength).toBe(final.sizeBytes);
  expect((await probeMp3(bytes))?.durationMs).toBe(final.durationMs);
  // One piece is the whole: what is heard first is the very file.
  expect(job.preview.sizeBytes).toBe(final.sizeBytes);
  expect(await countCalls(tag)).toBe(1);
  await expectInvariants();
});

test('a vendor’s bad moment is waited out', async () => {
  const user = await createUser({ credits: 100 });
  const { text, tag } = ownText();
  await orderFault(tag, { kind: 'status', status: 503 });
  const jobId = await create(user, text);
  await ended(jobId).toBe('completed');
  expect((await callsOf(jobId)).map((call) => call.outcome).sort()).toEqual(['failed', 'ok']);
  await expectInvariants();
});

test('what the vendor will never speak fails, and the credits are back', async () => {
  const user = await createUser({ credits: 100 });
  const { text, tag } = ownText();
  await orderFault(tag, { kind: 'status', status: 422 }, null);
  const jobId = await create(user, text);
  await ended(jobId).toBe('failed');
  expect(await balanceOf(user.userId)).toBe(100);
  await expectInvariants();
});

test('twenty jobs at once all arrive', async () => {
  const user = await createUser({ credits: 100 });
  const jobs = await Promise.all(Array.from({ length: 20 }, (_, index) => create(user, `Sentence ${index}.`)));
  for (const jobId of jobs) await ended(jobId).toBe('completed');
  expect(await balanceOf(user.userId)).toBe(80);
  await expectInvariants();
});
