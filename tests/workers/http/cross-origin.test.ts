import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { createApp } from '../../../worker/app.ts';
import { api, ORIGIN } from '../../support/api.ts';
import { askRoute, readRoutes } from '../../support/openapi.ts';
import { createUser } from '../../support/users.ts';

const LISTED = 'https://partner.example';
const FOREIGN = 'https://evil.example';

/** The app of a house that lists one more origin. */
const askListed = (path: string, init: RequestInit): Promise<Response> =>
  Promise.resolve(
    createApp().fetch(
      new Request(ORIGIN + path, init),
      { ...env, ALLOWED_ORIGINS: LISTED } as Env,
      createExecutionContext(),
    ),
  );

test('no reply that a cookie has opened can be read by another site', async () => {
  for (const route of await readRoutes()) {
    const user = await createUser();
    const reply = await askRoute(route, { headers: { Origin: FOREIGN, Cookie: user.cookie } });
    await reply.body?.cancel();
    expect(reply.headers.get('Access-Control-Allow-Origin'), route.path).toBeNull();
    expect(reply.headers.get('Access-Control-Allow-Credentials'), route.path).toBeNull();
  }
});

test('a page anywhere may use a token, and never with credentials', async () => {
  const user = await createUser();
  const reply = await api('/api/users/me', { user, headers: { Origin: FOREIGN } });
  expect(reply.status).toBe(200);
  expect(reply.headers.get('Access-Control-Allow-Origin')).toBe('*');
  expect(reply.headers.get('Access-Control-Allow-Credentials')).toBeNull();
  expect(reply.headers.get('Access-Control-Expose-Headers')).toContain('RateLimit');
  // Problems can be read as well: a program must learn why.
  const refused = await api('/api/users/me', { headers: { Origin: FOREIGN, Authorization: 'Bearer nonsense' } });
  expect([refused.status, refused.headers.get('Access-Control-Allow-Origin')]).toEqual([401, '*']);
});

test('a preflight tells what may be sent, and is no request of its own', async () => {
  const reply = await api('/api/tts/jobs', {
    method: 'OPTIONS',
    headers: {
      Origin: FOREIGN,
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'authorization,content-type',
    },
  });
  expect(reply.status).toBe(204);
  expect(reply.headers.get('Access-Control-Allow-Origin')).toBe('*');
  expect(reply.headers.get('Access-Control-Allow-Headers')).toMatch(/Authorization/);
  expect(reply.headers.get('Access-Control-Allow-Methods')).toMatch(/POST/);
  expect(reply.headers.get('Access-Control-Allow-Credentials')).toBeNull();
});

test('a listed origin may call with the cookie, and only exactly that one', async () => {
  const user = await createUser();
  const change = (origin: string) =>
    askListed('/api/users/me', {
      method: 'PATCH',
      headers: {
        Origin: origin,
        'Sec-Fetch-Site': 'same-site',
        Cookie: user.cookie,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ name: 'Changed' }),
    });
  const taken = await change(LISTED);
  expect(taken.status).toBe(200);
  expect(taken.headers.get('Access-Control-Allow-Origin')).toBe(LISTED);
  expect(taken.headers.get('Access-Control-Allow-Credentials')).toBe('true');
  expect(taken.headers.get('Vary')).toContain('Origin');
  for (const other of [`${LISTED}.evil.example`, 'https://sub.partner.example', 'http://partner.example', 'null']) {
    const refused = await change(other);
    expect([other, refused.status]).toEqual([other, 403]);
    expect(refused.headers.get('Access-Control-Allow-Credentials')).toBeNull();
  }
});

test.each(['https://partner.example/', 'partner.example', '*', 'https://a.example https://b.example'])(
  'a house that lists "%s" does not start',
  async (listed) => {
    const reply = await createApp().fetch(
      new Request(`${ORIGIN}/healthz`),
      { ...env, ALLOWED_ORIGINS: listed } as Env,
      createExecutionContext(),
    );
    expect(reply.status).toBe(503);
  },
);
