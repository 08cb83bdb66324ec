import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { SandboxEnv } from '../../../sandbox/env.ts';
import sandbox from '../../../sandbox/index.ts';

/** The sandbox as it is where the public can reach it. */
const callPublic = async (url: string, init?: RequestInit<IncomingRequestCfProperties>): Promise<Response> =>
  sandbox.fetch(
    new Request<unknown, IncomingRequestCfProperties>(url, init),
    { ...(env as unknown as SandboxEnv), FAULTS: 'off' },
    createExecutionContext(),
  );

test('without faults nobody orders, counts or clears anything', async () => {
  for (const [path, method] of [
    ['/sandbox/faults', 'POST'],
    ['/sandbox/faults', 'GET'],
    ['/sandbox/calls', 'GET'],
    ['/sandbox/mail', 'DELETE'],
  ] as const) {
    expect((await callPublic(`https://app.example${path}`, { method })).status, `${method} ${path}`).toBe(404);
  }
});

test('without faults the vendors and their pages are there', async () => {
  expect((await callPublic('https://app.example/sandbox/mail')).status).toBe(200);
  const mail = await callPublic('https://api.resend.com/emails', {
    method: 'POST',
    headers: { authorization: 'Bearer re_x', 'user-agent': 'test' },
    body: JSON.stringify({ from: 'a@x.io', to: 'b@x.io', subject: 'Hi', text: 'Hi' }),
  });
  expect(mail.status).toBe(200);
  expect((await callPublic('https://auth.ozvena.example/auth/v1/.well-known/jwks.json')).status).toBe(200);
});

test('a host that is called like a property of objects is unknown', async () => {
  for (const host of ['constructor', '__proto__']) {
    expect((await callPublic(`https://${host}/emails`, { method: 'POST' })).status).toBe(404);
  }
});
