import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { createApp } from '../../../worker/app.ts';
import { ORIGIN, problemOf } from '../../support/api.ts';
import { readRoutes } from '../../support/openapi.ts';

const routes = await readRoutes();

/** The app with other settings than the tests'. */
const askWith = (settings: Record<string, unknown>, path: string, method = 'GET'): Promise<Response> =>
  Promise.resolve(
    createApp().fetch(
      new Request(ORIGIN + path, { method, headers: { 'CF-Connecting-IP': '192.0.2.1' } }),
      { ...env, ...settings } as Env,
      createExecutionContext(),
    ),
  );
const PRODUCTION = { ENVIRONMENT: 'production', APP_ORIGIN: 'https://ozvena.example', SUPERADMIN_EMAIL: undefined };

test.each([
  ['without a session secret', { SESSION_SECRET: undefined }],
  ['with an empty one', { SESSION_SECRET: '' }],
  ['with a short one', { SESSION_SECRET: 'x'.repeat(31) }],
  ['with a placeholder in production', { ...PRODUCTION, SESSION_SECRET: 'change-me-change-me-change-me-change-me' }],
  ['with the product’s name in production', { ...PRODUCTION, SESSION_SECRET: 'my-ozvena-secret-of-enough-characters' }],
  ['with a plain http origin in production', { ...PRODUCTION, APP_ORIGIN: 'http://ozvena.example' }],
  ['with an address of Supabase and no key', { SUPABASE_URL: 'https://project.supabase.co' }],
  ['with a key of Supabase and no address', { SUPABASE_ANON_KEY: 'sb_publishable_key' }],
  ['without a key of the vault', { VAULT_KEY: undefined }],
  ['with a short key of the vault', { VAULT_KEY: 'change-me' }],
  ['with a key of the vault that is no base64', { VAULT_KEY: `${'change-me!'.repeat(4)}abc` }],
  ['with zeros for a key of the vault in production', { ...PRODUCTION, VAULT_KEY: 'A'.repeat(43) }],
  [
    'with a typed key of the vault in production',
    { ...PRODUCTION, VAULT_KEY: btoa('change-me to 32 random bytes, ok') },
  ],
  ['with a bad previous key of the vault', { VAULT_KEY_PREVIOUS: 'change-me' }],
  ['with a key of Turnstile and no other', { TURNSTILE_SECRET_KEY: '0x4AAAAAAA' }],
  ['with a superadmin who is no address', { SUPERADMIN_EMAIL: 'me' }],
  ['with development’s superadmin in production', { ...PRODUCTION, SUPERADMIN_EMAIL: 'admin@ozvena.example' }],
  ['without an environment', { ENVIRONMENT: undefined }],
  ['with an unknown environment', { ENVIRONMENT: 'staging' }],
])('F77: an app %s serves nothing and names no value', async (_, settings) => {
  for (const path of ['/api/voices', '/healthz', '/api/users/me']) {
    const reply = await askWith(settings, path);
    const body = await reply.clone().text();
    expect((await problemOf(reply)).code).toBe('misconfigured');
    expect(reply.status).toBe(503);
    expect(body).not.toContain('change-me');
  }
});

test('what is made for development does not exist in production', async () => {
  const development = routes.filter((route) => route.access === 'development');
  expect(development.length).toBeGreaterThan(0);
  for (const route of development) {
    expect((await problemOf(await askWith(PRODUCTION, route.path, route.method))).code).toBe('not_found');
  }
  for (const path of ['/sandbox/', '/sandbox/faults', '/sandbox/calls']) {
    expect((await problemOf(await askWith(PRODUCTION, path))).code).toBe('not_found');
  }
  expect((await askWith(PRODUCTION, '/healthz')).status).toBe(200);
});

test('in production nobody stands in for Google: it is there with a project of one’s own, or not at all', async () => {
  const off = await askWith(PRODUCTION, '/api/auth/google');
  expect(off.headers.get('Location')).toBe('/sign-in?problem=google_off');
  const own = { SUPABASE_URL: 'https://project.supabase.co/', SUPABASE_ANON_KEY: 'sb_publishable_key' };
  const on = new URL((await askWith({ ...PRODUCTION, ...own }, '/api/auth/google')).headers.get('Location') ?? '');
  expect(on.origin + on.pathname).toBe('https://project.supabase.co/auth/v1/authorize');
  expect(on.searchParams.get('redirect_to')).toMatch(/^https:\/\/ozvena\.example\/auth\/callback\?state=/);
});
