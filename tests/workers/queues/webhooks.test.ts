import { expect, test } from 'vitest';
import type { WebhookSecret } from '../../../worker/contract/webhooks.ts';
import { api, jsonOf } from '../../support/api.ts';
import { createUser } from '../../support/users.ts';
import { deliveriesOf, ownReceiver, receivedAt, register, verified } from '../../support/webhooks.ts';

// Here the queues are true ones: nobody delivers by hand.

const arrived = (path: string, count: number) =>
  expect.poll(async () => (await receivedAt(path)).length, { timeout: 30_000, interval: 50 }).toBe(count);

test('a job’s end goes from its commit through the queue to its callback URL and its endpoints', async () => {
  const user = await createUser({ credits: 100 });
  const [callback, endpoint] = [ownReceiver(), ownReceiver()];
  const own = await jsonOf<WebhookSecret>(await api('/api/webhooks/callback-secret', { user, method: 'POST' }));
  const { secret } = await register(user, endpoint.url, ['job.preview_ready', 'job.completed']);
  const json = { clientJobId: crypto.randomUUID(), text: 'Spoken, and told.', callbackUrl: callback.url };
  const { jobId } = await jsonOf<{ jobId: string }>(await api('/api/tts/jobs', { user, json }), 202);
  await arrived(callback.path, 1);
  await arrived(endpoint.path, 2);
  const [told] = await receivedAt(callback.path);
  expect(verified(own.secret, told ?? { headers: {}, body: '' })).toMatchObject({
    type: 'job.completed',
    data: { jobId, clientJobId: json.clientJobId },
  });
  const types = (await receivedAt(endpoint.path)).map((call) => verified(secret, call).type);
  expect(types.sort()).toEqual(['job.completed', 'job.preview_ready']);
  await expect.poll(async () => (await deliveriesOf(user, '?status=delivered')).length).toBe(3);
});

test('a receiver’s bad moment is waited out by the second queue', async () => {
  const user = await createUser({ credits: 100 });
  const { url, path } = ownReceiver('?status=500&times=1');
  await register(user, url, ['job.completed']);
  const json = { clientJobId: crypto.randomUUID(), text: 'Twice.' };
  await jsonOf(await api('/api/tts/jobs', { user, json }), 202);
  await arrived(path, 2);
  expect((await receivedAt(path)).map((call) => call.status)).toEqual([500, 200]);
});
