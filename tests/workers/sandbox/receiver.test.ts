import { expect, test } from 'vitest';
import { callSandbox } from './sandbox-support.ts';

const RECEIVER = 'https://receiver.ozvena.example';
const PAGE = 'https://any.example/sandbox/receiver';

const ownPath = (): string => `/${crypto.randomUUID()}`;

const send = (path: string, wish = '', id = crypto.randomUUID(), body = '{"type":"job.completed"}') =>
  callSandbox(`${RECEIVER}${path}${wish}`, { method: 'POST', headers: { 'webhook-id': id }, body, redirect: 'manual' });

type Kept = { id: number; webhook_id: string; status: number; body: string; headers: Record<string, string> };
const receivedAt = async (path: string): Promise<Kept[]> =>
  ((await (await callSandbox(`${PAGE}.json?path=${path}`)).json()) as { calls: Kept[] }).calls;
const readPage = async (url: string): Promise<string> => (await callSandbox(url)).text();

test('a call is taken, kept with its headers, and read again', async () => {
  const path = ownPath();
  const answer = await send(path, '', 'msg_1');
  expect([answer.status, await answer.text()]).toEqual([200, 'Thank you.']);
  expect(await receivedAt(path)).toMatchObject([
    { webhook_id: 'msg_1', status: 200, body: '{"type":"job.completed"}', headers: { 'webhook-id': 'msg_1' } },
  ]);
});

test('it answers as its address says, as often as that says for one message', async () => {
  const path = ownPath();
  const statuses: number[] = [];
  for (const id of ['a', 'a', 'a', 'b']) statuses.push((await send(path, '?status=503&times=2', id)).status);
  expect(statuses).toEqual([503, 503, 200, 503]);
  expect((await receivedAt(path)).map((call) => call.status)).toEqual([503, 200, 503, 503]);
});

test('it asks for time, and leads elsewhere', async () => {
  const busy = await send(ownPath(), '?status=429&retry_after=60');
  expect([busy.status, busy.headers.get('retry-after')]).toEqual([429, '60']);
  const moved = await send(ownPath(), '?status=301&location=http://10.0.0.1/');
  expect([moved.status, moved.headers.get('location')]).toEqual([301, 'http://10.0.0.1/']);
});

test('it answers at any length', async () => {
  const answer = await send(ownPath(), '?bytes=200000');
  expect((await answer.arrayBuffer()).byteLength).toBe(200_000);
});

test.each(['?status=99', '?wait_ms=x', '?bytes=-1'])('the wish %s is not understood', async (wish) => {
  const path = ownPath();
  expect((await send(path, wish)).status).toBe(400);
  expect(await receivedAt(path)).toEqual([]);
});

test('its page lists the calls to a path, leads to each, and runs nothing that came', async () => {
  const path = ownPath();
  await send(path, '', 'msg_evil', '{"type":"job.failed","x":"<script>alert(1)</script>"}');
  const page = await readPage(`${PAGE}?path=${path}`);
  expect(page).toContain('job.failed');
  expect(page).toContain('1 call');
  const [call] = await receivedAt(path);
  const one = await readPage(`${PAGE}/${call?.id}`);
  expect(one).toContain('webhook-id: msg_evil');
  expect(one).not.toContain('<script>alert');
  expect((await callSandbox(`${PAGE}/999999999`)).status).toBe(404);
  expect(await readPage(`${PAGE}?path=${ownPath()}`)).toContain('Nothing came to');
});

const resolve = async (name: string, type: string) => {
  const answer = await callSandbox(`https://cloudflare-dns.com/dns-query?name=${name}&type=${type}`, {
    headers: { accept: 'application/dns-json' },
  });
  const { Status, Answer = [] } = (await answer.json()) as { Status: number; Answer?: { data: string }[] };
  return [Status, ...Answer.map(({ data }) => data)];
};

test('its names are resolved, and some say themselves where they lead', async () => {
  expect(await resolve('receiver.ozvena.example', 'A')).toEqual([0, '104.16.0.1']);
  expect(await resolve('RECEIVER.ozvena.example', 'AAAA')).toEqual([0, '2606:4700::6810:1']);
  expect(await resolve('10-0-0-7.receiver.ozvena.example', 'A')).toEqual([0, '10.0.0.7']);
  expect(await resolve('10-0-0-7.receiver.ozvena.example', 'AAAA')).toEqual([0]);
  expect(await resolve('v6-fd00--1.receiver.ozvena.example', 'AAAA')).toEqual([0, 'fd00::1']);
  expect(await resolve('elsewhere.example', 'A')).toEqual([3]);
});

test('the resolver speaks JSON to who asks for it', async () => {
  const answer = await callSandbox('https://cloudflare-dns.com/dns-query?name=receiver.ozvena.example');
  expect(answer.status).toBe(415);
});
