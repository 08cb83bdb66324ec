import type { AccountDO } from '../durable-objects/account.ts';
import type { AdminHub } from '../durable-objects/admin-hub.ts';
import type { GuestGate } from '../durable-objects/guest-gate.ts';
import { WEBHOOK_TIMEOUT_MS, WORKER_TIMEOUT_MS } from './contract/limits.ts';
import { createOrm, type Orm } from './db/client.ts';
import type { JobQueues } from './db/dispatch.ts';
import type { WebhookQueues } from './db/webhook-dispatch.ts';
import { type Config, parseEnv } from './env.ts';
import { newId } from './ids.ts';
import { logError, logEvent } from './log.ts';
import { createResolver, type ResolveHost } from './providers/dns-over-https.ts';
import { platformKeySetCache } from './providers/key-set-cache.ts';
import { isOwnMachine } from './providers/own-machine.ts';
import { createPayments, type Payments } from './providers/payment-registry.ts';
import { createProviders, type Providers } from './providers/registry.ts';
import { createResend, type Mailer, SANDBOX_RESEND_KEY } from './providers/resend.ts';
import { type VendorMemory, vendorMemoryOf } from './providers/roster.ts';
import { createSupabase, type GoogleSignIn, SANDBOX_SUPABASE } from './providers/supabase.ts';
import {
  CAPTCHA_IDLE_MS,
  type Captcha,
  createTurnstile,
  SANDBOX_TURNSTILE,
  TURNSTILE_SCRIPT_URL,
} from './providers/turnstile.ts';

/** Everything a verb may use, of one request, message or cron; tests replace single members. */
export type Context = House & {
  /** Keeps work going after the reply. */
  defer(work: Promise<unknown>): void;
};

/** What is the same for every request: it hangs on the environment alone, and holds nothing that a request has opened. */
type House = {
  config: Config;
  db: D1Database;
  orm: Orm;
  bucket: R2Bucket;
  queues: JobQueues;
  webhookQueues: WebhookQueues;
  /** The world outside, as far as its owners ask to be called. Only in production is it the world: else the sandbox plays it. */
  webhooks: { fetch(request: Request): Promise<Response>; resolve: ResolveHost; timeoutMs: number };
  /** External workers, which only operators name. */
  workers: { fetch(request: Request): Promise<Response>; timeoutMs: number };
  account(userId: string): DurableObjectStub<AccountDO>;
  /** The platform's own limiter of addresses; it counts approximately. */
  publicLimit: RateLimit;
  guestGate(address: string): DurableObjectStub<GuestGate>;
  adminHub(): DurableObjectStub<AdminHub>;
  providers: Providers;
  /** What this isolate knows of the vendors; read it by `readRoster`. */
  vendorMemory: VendorMemory;
  /** A file that stands beside the web app, by its path. @throws Error where there is none. */
  readAsset(path: string): Promise<Uint8Array>;
  mailer: Mailer;
  /** Undefined where it is not set up. */
  google: GoogleSignIn | undefined;
  /** The same. */
  captcha: Captcha | undefined;
  /** Who takes money, by name; undefined for one that is not set up. */
  payments: Payments;
  sandbox(request: Request): Promise<Response>;
  clock: { now(): number; sleep(ms: number): Promise<void> };
  ids: { next(): string };
  /** 0 ≤ n < 1, for jitter only. */
  random(): number;
  log: { event: typeof logEvent; error: typeof logError };
};

/** The sandbox asks nobody who he is: in production it stands in for no sign-in. */
const createGoogle = (
  { environment, supabase, appOrigin }: Config,
  sandbox: Context['sandbox'],
  now: () => number,
): GoogleSignIn | undefined => {
  const shared = { keySets: platformKeySetCache, now };
  if (supabase) {
    const authorizePage = `${supabase.url}/auth/v1/authorize`;
    return createSupabase({ ...supabase, ...shared, authorizePage, fetch: (request) => fetch(request) });
  }
  if (environment === 'production') return undefined;
  const authorizePage = `${appOrigin}/sandbox/supabase/authorize`;
  return createSupabase({ ...SANDBOX_SUPABASE, ...shared, authorizePage, fetch: sandbox });
};

/** The sandbox lets through whoever wants to be: in production it stands in for no captcha. */
const createCaptcha = (
  { environment, turnstile, appOrigin }: Config,
  sandbox: Context['sandbox'],
  now: () => number,
): Captcha | undefined => {
  const shared = { now, idleMs: CAPTCHA_IDLE_MS };
  if (turnstile) {
    const { hostname } = new URL(appOrigin);
    const own = { ...turnstile, hostname, scriptUrl: TURNSTILE_SCRIPT_URL };
    return createTurnstile({ ...own, ...shared, fetch: (request) => fetch(request) });
  }
  if (environment === 'production') return undefined;
  return createTurnstile({ ...SANDBOX_TURNSTILE, ...shared, fetch: sandbox });
};

/** What is not production sends nothing out of the house: whoever enters a demo could have it call anybody. */
const createWebhooks = (
  { environment }: Config,
  sandbox: Context['sandbox'],
  now: () => number,
): Context['webhooks'] => {
  const outside = environment === 'production' ? (request: Request) => fetch(request) : sandbox;
  return { fetch: outside, resolve: createResolver({ fetch: outside, now }), timeoutMs: WEBHOOK_TIMEOUT_MS };
};

/** The same for workers, but for one that stands beside the server that is being developed. */
const createWorkers = ({ environment }: Config, sandbox: Context['sandbox']): Context['workers'] => ({
  fetch: (request) => (environment === 'production' || isOwnMachine(request.url) ? fetch(request) : sandbox(request)),
  timeoutMs: WORKER_TIMEOUT_MS,
});

/** Whatever is not there is answered with the app's page. */
const createAssets =
  (assets: Fetcher): Context['readAsset'] =>
  async (path) => {
    const reply = await assets.fetch(new URL(path, 'https://assets.invalid'));
    const isPage = reply.headers.get('Content-Type')?.startsWith('text/html') ?? false;
    if (reply.ok && !isPage) return new Uint8Array(await reply.arrayBuffer());
    await reply.body?.cancel();
    throw new Error(`there is no file ${path}`);
  };

const houses = new WeakMap<Env, House>();

/** @throws ConfigError when the settings do not do; see `parseEnv`. */
export const createContext = (env: Env, defer: (work: Promise<unknown>) => void): Context => {
  const house = houses.get(env) ?? buildHouse(env);
  houses.set(env, house);
  return { ...house, defer };
};

const buildHouse = (env: Env): House => {
  const config = parseEnv(env);
  const now = () => Date.now();
  const sandbox = (request: Request) => env.SANDBOX.fetch(request);
  return {
    config,
    db: env.DB,
    orm: createOrm(env.DB),
    bucket: env.MEDIA,
    queues: { priority: env.JOBS_PRIORITY, standard: env.JOBS_DEFAULT },
    webhookQueues: { first: env.WEBHOOKS, again: env.WEBHOOKS_AGAIN },
    webhooks: createWebhooks(config, sandbox, now),
    workers: createWorkers(config, sandbox),
    account: (userId) => env.ACCOUNT.getByName(userId),
    publicLimit: env.PUBLIC_LIMIT,
    guestGate: (address) => env.GUEST_GATE.getByName(address),
    adminHub: () => env.ADMIN_HUB.getByName('admin:dashboard'),
    readAsset: createAssets(env.ASSETS),
    mailer: createResend({
      apiKey: config.mail.apiKey ?? SANDBOX_RESEND_KEY,
      from: config.mail.from,
      fetch: config.mail.apiKey ? (request) => fetch(request) : sandbox,
      now,
    }),
    google: createGoogle(config, sandbox, now),
    captcha: createCaptcha(config, sandbox, now),
    providers: createProviders({
      accounts: config.vendors,
      sandboxFetch: sandbox,
      playsOwnKeys: config.environment !== 'production',
      now,
    }),
    payments: createPayments({
      accounts: config.payments,
      appOrigin: config.appOrigin,
      sandboxFetch: config.environment === 'production' ? undefined : sandbox,
      now,
    }),
    vendorMemory: vendorMemoryOf(env),
    sandbox,
    clock: { now, sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) },
    ids: { next: () => newId(now()) },
    random: () => Math.random(),
    log: { event: logEvent, error: logError },
  };
};
