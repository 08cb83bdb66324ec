import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { createApp } from '../../../worker/app.ts';
import { createContext } from '../../../worker/context.ts';
import { PROCESSORS } from '../../../worker/contract/processors.ts';
import type { Payments } from '../../../worker/providers/payment-registry.ts';
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
const RANDOM = 'qX7vT2mZr9Lk4WcB8yNd';
const RAZORPAY = { RAZORPAY_KEY_ID: 'rzp_test_abcd', RAZORPAY_KEY_SECRET: RANDOM, RAZORPAY_WEBHOOK_SECRET: RANDOM };
const LIVE = { ...RAZORPAY, RAZORPAY_KEY_ID: 'rzp_live_abcd' };
const SELLER = { SELLER_NAME: 'A shop', SELLER_ADDRESS: 'A street 1' };

test.each([
  ['without a session secret', { SESSION_SECRET: undefined }],
  ['with an empty one', { SESSION_SECRET: '' }],
  ['with a short one', { SESSION_SECRET: 'x'.repeat(31) }],
  ['with a placeholder in production', { ...PRODUCTION, SESSION_SECRET: 'change-me-change-me-change-me-change-me' }],
  ['with the product’s name in production', { ...PRODUCTION, SESSION_SECRET: 'my-ozvena-secret-of-enough-characters' }],
  ['with a plain http origin in production', { ...PRODUCTION, APP_ORIGIN: 'http://ozvena.example' }],
  ['with an address of Supabase and no key', { SUPABASE_URL: 'https://project.supabase.co' }],
  ['with a key of Supabase and no address', { SUPABASE_ANON_KEY: 'sb_publishable_key' }],
  ['without a secret of the workers', { WORKER_CALLBACK_SECRET: undefined }],
  ['with a short one of them', { WORKER_CALLBACK_SECRET: 'x'.repeat(31) }],
  [
    'with a placeholder for it in production',
    { ...PRODUCTION, WORKER_CALLBACK_SECRET: 'change-me-change-me-change-me-change-me' },
  ],
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
  ['with a key of Razorpay and no secrets', { RAZORPAY_KEY_ID: 'rzp_test_abcd' }],
  ['without the webhook’s secret of Razorpay', { ...RAZORPAY, RAZORPAY_WEBHOOK_SECRET: undefined }],
  ['with a short webhook’s secret', { ...RAZORPAY, RAZORPAY_WEBHOOK_SECRET: 'short' }],
  ['with a webhook’s secret before and no end of it', { ...RAZORPAY, RAZORPAY_WEBHOOK_SECRET_PREVIOUS: RANDOM }],
  ['with a test account of Razorpay in production', { ...PRODUCTION, ...RAZORPAY }],
  [
    'with the sandbox’s secret in production',
    { ...PRODUCTION, ...LIVE, RAZORPAY_WEBHOOK_SECRET: 'sandbox-razorpay-webhook' },
  ],
  ['with a default secret in production', { ...PRODUCTION, ...LIVE, RAZORPAY_WEBHOOK_SECRET: 'change-me-change-me' }],
  ['with a merchant of WayForPay and no key', { WAYFORPAY_MERCHANT_ACCOUNT: 'shop_com' }],
  [
    'with WayForPay’s published merchant in production',
    { ...PRODUCTION, WAYFORPAY_MERCHANT_ACCOUNT: 'test_merch_n1', WAYFORPAY_SECRET_KEY: RANDOM },
  ],
  ['with a token of WhitePay and no webhook’s secret', { WHITEPAY_SLUG: 'shop', WHITEPAY_TOKEN: RANDOM }],
  ['that takes money in production and does not say who sells', { ...PRODUCTION, ...LIVE }],
  ['with the name of a tax and no rate', { TAX_LABEL: 'VAT' }],
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

test('in production nobody plays a checkout: a processor is there with an account of one’s own, or not at all', () => {
  const paymentsOf = (settings: Record<string, unknown>): Payments =>
    createContext({ ...env, ...(PRODUCTION as object), ...settings } as Env, () => undefined).payments;
  expect(PROCESSORS.map((id) => paymentsOf({})(id))).toEqual([undefined, undefined, undefined]);
  const own = { ...LIVE, ...SELLER, WAYFORPAY_MERCHANT_ACCOUNT: 'shop_com', WAYFORPAY_SECRET_KEY: RANDOM };
  expect(paymentsOf(own)('razorpay')).toMatchObject({ id: 'razorpay', isDemo: false });
  expect(paymentsOf(own)('wayforpay')).toMatchObject({ id: 'wayforpay', isDemo: false });
  expect(paymentsOf(own)('whitepay')).toBeUndefined();
});
