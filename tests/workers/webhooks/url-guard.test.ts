import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { findUrlFault } from '../../../worker/contract/webhook-url.ts';
import { ProviderError } from '../../../worker/providers/provider.ts';
import { guardUrl, isPublicAddress, requireSafeUrl } from '../../../worker/services/webhooks/guard-url.ts';
import { api, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { deliver, newJob } from '../../support/jobs.ts';
import { scriptedProviders } from '../../support/speech.ts';
import { createUser, liftLimits, stateOf } from '../../support/users.ts';
import { deliverMessages, onlyDelivery, ownReceiver, receivedAt, register } from '../../support/webhooks.ts';

await liftLimits();

const OWN_HOST = 'ozvena.example';

/** F57: refused by their text alone, as the platform parses it. */
const REFUSED = [
  'http://example.com/',
  'ftp://example.com/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/plain,hello',
  'https://127.0.0.1/',
  'https://127.1/',
  'https://0/',
  'https://0.0.0.0/',
  'https://2130706433/',
  'https://0177.0.0.1/',
  'https://0x7f.1/',
  'https://0x7f000001/',
  'https://127。0。0。1/',
  'https://①②⑦.0.0.1/',
  'https://10.0.0.1/',
  'https://172.16.0.1/',
  'https://192.168.0.1/',
  'https://100.64.0.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://1.1.1.1/',
  'https://1.1.1.1./',
  'https://[::1]/',
  'https://[::]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[fd00::1]/',
  'https://[fe80::1]/',
  'https://[2606:4700::1111]/',
  'https://localhost/',
  'https://localhost./',
  'https://LOCALHOST/',
  'https://hooks.localhost/',
  'https://hooks/',
  'https://printer.local/',
  'https://metadata.google.internal/',
  'https://vault.corp/',
  'https://router.lan/',
  'https://1.0.0.127.in-addr.arpa/',
  'https://user@example.com/',
  'https://user:secret@example.com/',
  'https://:secret@example.com/',
  'https://example.com:22/',
  'https://example.com:80/',
  'https://example.com:6379/',
  'https://example.com:8443/',
  'https://example.com/#part',
  `https://${OWN_HOST}/api/webhooks`,
  `https://${OWN_HOST}./api/webhooks`,
  'https://example..com/',
];

test.each(REFUSED)('F57: %s is not called', (url) => {
  expect(findUrlFault(url, OWN_HOST)).toMatchObject({ code: 'unsafe_url' });
});

test.each(['', 'example.com', '//example.com/', 'https://', 'https://exa mple.com/'])('%j is no address', (url) => {
  expect(findUrlFault(url, OWN_HOST)).toMatchObject({ code: 'invalid_format' });
});

test.each([
  'https://example.com',
  'https://example.com:443/hooks?key=1',
  'HTTPS://Example.COM/a',
  'https://example.com./a',
  'https://bücher.example/ü',
  'https://127.0.0.1.example.com/',
])('%s may be called, as far as its text tells', (url) => {
  expect(findUrlFault(url, OWN_HOST)).toBeUndefined();
});

test.each([
  ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.31.0.1', '192.168.1.1'],
  ...['192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
  ...['::', '::1', '::ffff:8.8.8.8', '64:ff9b::808:808', 'fc00::1', 'fd12::1', 'fe80::1', 'ff02::1', '2001:db8::1'],
  ...['2002:7f00:1::', '2001::1', '100::1', '4000::1', 'nonsense', ''],
])('F57: the address %s is not of the internet', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['1.1.1.1', '8.8.8.8', '104.16.0.1', '2606:4700::6810:1', '2a00:1450:4001::1'])('%s is', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  ['10-0-0-7', 'unsafe_url'],
  ['127-0-0-1', 'unsafe_url'],
  ['169-254-169-254', 'unsafe_url'],
  ['v6---1', 'unsafe_url'],
  ['v6-fd00--1', 'unsafe_url'],
])('F57: a name that leads to %s is refused when it is saved', async (label, code) => {
  const user = await createUser();
  const url = `https://${label}.receiver.ozvena.example/`;
  const reply = await api('/api/webhooks', { user, json: { url, events: ['job.completed'] } });
  expect((await problemOf(reply)).errors).toMatchObject([{ pointer: '/url', code }]);
});

test('F57: a name that leads nowhere is refused', async () => {
  const user = await createUser();
  const json = { url: 'https://nowhere.example.com/', events: ['job.completed'] };
  const problem = await problemOf(await api('/api/webhooks', { user, json }));
  expect(problem.errors).toMatchObject([{ pointer: '/url', code: 'unknown_host' }]);
});

test('F57: one private address among public ones is enough', async () => {
  const ctx = testContext();
  const resolve = async () => ['104.16.0.1', '10.0.0.1'];
  const faulted = guardUrl({ ...ctx, webhooks: { ...ctx.webhooks, resolve } }, 'https://example.com/');
  expect(await faulted).toMatchObject({ code: 'unsafe_url' });
});

test('F57: when the resolver is away nobody is called, and nothing is saved', async () => {
  const ctx = testContext();
  const resolve = () => Promise.reject(new ProviderError('dns', 'timeout', 'no answer in time'));
  const away = { ...ctx, webhooks: { ...ctx.webhooks, resolve } };
  await expect(requireSafeUrl(away, 'https://example.com/', '/url')).rejects.toMatchObject({ code: 'unavailable' });
});

test('F57: a name that leads elsewhere once it is saved is not called', async () => {
  const user = await createUser();
  const { url, path } = ownReceiver();
  await register(user, url, ['job.completed']);
  const plain = testContext({ providers: scriptedProviders() });
  const ctx = { ...plain, webhooks: { ...plain.webhooks, resolve: async () => ['169.254.169.254'] } };
  await deliver(ctx, [await newJob(ctx, user.userId)]);
  const { id } = await onlyDelivery(user);
  await deliverMessages(ctx, [id]);
  expect((await onlyDelivery(user)).tries).toMatchObject([{ error: 'unsafe_url', responseStatus: null }]);
  expect(await receivedAt(path)).toEqual([]);
});

test('F57: an address that stands in the database is judged again before it is called', async () => {
  const user = await createUser();
  const { webhook } = await register(user, ownReceiver().url, ['job.completed']);
  const ctx = testContext({ providers: scriptedProviders() });
  await env.DB.prepare("UPDATE webhook_endpoints SET url = 'https://2130706433/' WHERE id = ?1").bind(webhook.id).run();
  await deliver(ctx, [await newJob(ctx, user.userId)]);
  const { id } = await onlyDelivery(user);
  let calls = 0;
  const fetch = async () => {
    calls += 1;
    return new Response();
  };
  await deliverMessages({ ...ctx, webhooks: { ...ctx.webhooks, fetch } }, [id]);
  expect((await onlyDelivery(user)).tries).toMatchObject([{ error: 'unsafe_url' }]);
  expect(calls).toBe(0);
});

test.each(['https://localhost/', 'https://10-0-0-7.receiver.ozvena.example/'])(
  'F57: a job with the callback URL %s is refused, and nothing is charged',
  async (callbackUrl) => {
    const user = await createUser();
    const before = await stateOf(user.userId);
    const clientJobId = crypto.randomUUID();
    for (const [path, json] of [
      ['/api/tts/jobs', { clientJobId, text: 'Hello.', callbackUrl }],
      ['/api/jobs', { clientJobId, module: 'tts', params: { text: 'Hello.' }, callbackUrl }],
      ['/api/tts/split-scenes', { clientJobId, scenes: [{ text: 'Hello.' }], callbackUrl }],
    ] as const) {
      const problem = await problemOf(await api(path, { user, json }));
      expect(problem.errors, path).toMatchObject([{ pointer: '/callbackUrl', code: 'unsafe_url' }]);
    }
    expect(await stateOf(user.userId)).toEqual(before);
  },
);
