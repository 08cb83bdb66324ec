import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { JobMessage } from '../../../worker/db/dispatch.ts';
import { hearFal } from '../../../worker/services/films/hear-fal.ts';
import { FAL_WEBHOOK_PATH } from '../../../worker/services/films/submit-piece.ts';
import { api, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { deliverUntil, order, sent, statusOfJob } from '../../support/films.ts';
import { deliver } from '../../support/jobs.ts';
import { toneWav } from '../../support/small-media.ts';
import { createUser, type TestUser } from '../../support/users.ts';

type Call = { headers: Record<string, string>; body: string };

/** A context whose vendor tells somebody else that a film is done, and who notes which jobs are sent. */
const listening = () => {
  const base = testContext();
  const path = `/${crypto.randomUUID()}`;
  const woken: string[] = [];
  const queue = {
    sendBatch: async (messages: Iterable<{ body: JobMessage; delaySeconds?: number }>) => {
      // What comes later is the look that would have found the film anyway.
      for (const { body, delaySeconds } of messages) if (!delaySeconds) woken.push(body.jobId);
    },
  } as unknown as Queue<JobMessage>;
  const config = { ...base.config, appOrigin: `https://receiver.ozvena.example${path}` };
  return { ctx: { ...base, config, queues: { priority: queue, standard: queue } }, path, woken };
};

const orderClip = async (user: TestUser): Promise<string> => {
  const audio = await sent(user, 'audio', 'audio/wav', toneWav(1, 8_000));
  return (await order(user, { module: 'audio2vid', params: { audio, avatarId: 'elena_side' } })).jobId;
};

/** What the vendor has sent to an address, as he sent it. */
const heardAt = async (path: string): Promise<Call> => {
  for (;;) {
    const page = await env.SANDBOX.fetch(`https://a.example/sandbox/receiver.json?path=${path}${FAL_WEBHOOK_PATH}`);
    const [call] = ((await page.json()) as { calls: Call[] }).calls;
    if (call) return call;
    await new Promise((ready) => setTimeout(ready, 50));
  }
};

const bytesOf = ({ body }: Call): ArrayBuffer => new TextEncoder().encode(body).buffer as ArrayBuffer;
const send = ({ body }: Call, headers: Record<string, string>): Promise<Response> => {
  const signed = Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('x-fal-')));
  return api(FAL_WEBHOOK_PATH, { method: 'POST', headers: { ...signed, 'Content-Type': 'application/json' }, body });
};

test('a signed webhook wakes its job, once: what was made is fetched from the vendor', async () => {
  const user = await createUser();
  const jobId = await orderClip(user);
  const { ctx, path, woken } = listening();
  await deliver(ctx, [jobId]);
  const call = await heardAt(path);
  await hearFal(ctx, { headers: new Headers(call.headers), body: bytesOf(call) });
  expect(woken).toEqual([jobId]);
  expect((await statusOfJob(user, jobId)).status).toBe('finalizing');
  expect((await deliverUntil(ctx, user, jobId)).status).toBe('completed');

  // Told again, or too late, it changes nothing.
  await hearFal(ctx, { headers: new Headers(call.headers), body: bytesOf(call) });
  expect(woken).toEqual([jobId]);
  expect((await send(call, call.headers)).status).toBe(204);
});

test('F17: a webhook of a job that was canceled revives nothing', async () => {
  const user = await createUser();
  const jobId = await orderClip(user);
  const { ctx, path, woken } = listening();
  await deliver(ctx, [jobId]);
  const call = await heardAt(path);
  expect((await api(`/api/jobs/${jobId}/cancel`, { user, method: 'POST' })).status).toBe(200);
  await hearFal(ctx, { headers: new Headers(call.headers), body: bytesOf(call) });
  expect(woken).toEqual([]);
  await deliver(ctx, [jobId]);
  expect(await statusOfJob(user, jobId)).toMatchObject({ status: 'canceled', finals: [] });
});

test('a webhook about a request that nobody knows is thanked for', async () => {
  const { path } = listening();
  const id = crypto.randomUUID();
  const submitted = await env.SANDBOX.fetch(
    `https://queue.fal.run/veed/avatars/audio-to-video?fal_webhook=${encodeURIComponent(`https://receiver.ozvena.example${path}${FAL_WEBHOOK_PATH}`)}`,
    { method: 'POST', headers: { Authorization: `Key ${id}:secret`, 'Content-Type': 'application/json' }, body: '{}' },
  );
  expect(submitted.status).toBe(200);
  const call = await heardAt(path);
  expect((await send(call, call.headers)).status).toBe(204);
});

test('what the vendor has not signed is refused', async () => {
  const user = await createUser();
  const jobId = await orderClip(user);
  const { ctx, path, woken } = listening();
  await deliver(ctx, [jobId]);
  const call = await heardAt(path);
  const refused = [
    send({ ...call, body: call.body.replace('"OK"', '"ERROR"') }, call.headers),
    send(call, {}),
    send(call, { ...call.headers, 'x-fal-webhook-signature': 'a'.repeat(128) }),
    send(call, { ...call.headers, 'x-fal-webhook-timestamp': '1700000000' }),
  ];
  for (const reply of refused) {
    expect(await problemOf(await reply)).toMatchObject({ status: 401, code: 'webhook_signature_invalid' });
  }
  const later = testContext();
  later.clock.advance(10 * 60_000);
  await expect(hearFal(later, { headers: new Headers(call.headers), body: bytesOf(call) })).rejects.toThrow('signed');
  expect(woken).toEqual([]);
});
