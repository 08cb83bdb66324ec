import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { createResolver } from '../../../worker/providers/dns-over-https.ts';

const resolverOf = (fetch: (request: Request) => Promise<Response>) => createResolver({ fetch, now: () => Date.now() });
const answering = (body: object, status = 200) => resolverOf(async () => Response.json(body, { status }));

test('a host’s addresses of both families are found', async () => {
  const resolve = resolverOf((request) => env.SANDBOX.fetch(request));
  expect((await resolve('receiver.ozvena.example')).sort()).toEqual(['104.16.0.1', '2606:4700::6810:1']);
});

test('a host that is not there has none', async () => {
  const resolve = resolverOf((request) => env.SANDBOX.fetch(request));
  expect(await resolve('nowhere.example')).toEqual([]);
});

test('an alias on the way is no address', async () => {
  const Answer = [
    { type: 5, data: 'cdn.example.net.' },
    { type: 1, data: '104.16.0.1' },
  ];
  expect(await answering({ Status: 0, Answer })('example.com')).toEqual(['104.16.0.1']);
});

test.each([
  ['a server failure', { Status: 2 }, 200],
  ['a refusal', { Status: 5 }, 200],
  ['an error', {}, 500],
  ['something else', { hello: 'world' }, 200],
])('%s is no answer: nobody may take it for one', async (_, body, status) => {
  await expect(answering(body, status)('example.com')).rejects.toMatchObject({ name: 'ProviderError' });
});

test('the host is asked for and nothing else, as JSON', async () => {
  const asked: Request[] = [];
  const resolve = resolverOf(async (request) => {
    asked.push(request);
    return Response.json({ Status: 0 });
  });
  await resolve('a.example&type=TXT');
  expect(asked.map(({ url }) => new URL(url).searchParams.getAll('type'))).toEqual([['A'], ['AAAA']]);
  expect(asked.map(({ headers }) => headers.get('accept'))).toEqual(['application/dns-json', 'application/dns-json']);
});
