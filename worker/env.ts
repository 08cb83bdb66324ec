import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { emailSchema } from './contract/identity.ts';
import type { Seller } from './db/payment-posting.ts';
import {
  paymentSettings,
  type Rates,
  readPaymentAccounts,
  readRates,
  readSeller,
  refuseDemoAccounts,
  refuseNamelessSeller,
} from './payment-settings.ts';
import type { PaymentAccounts } from './providers/payment-registry.ts';
import type { VendorAccount } from './providers/registry.ts';
import type { VendorId } from './providers/vendors.ts';
import type { VaultKey, VaultKeys } from './services/vault/seal.ts';
import { allOrNone, ConfigError, refusePlaceholders } from './settings.ts';

/** Shortest signing secret that is accepted, in characters. */
const SECRET_MIN_CHARS = 32;

const secret = z.string().min(SECRET_MIN_CHARS);

/** Of a random key's bytes so many differ that fewer have been typed by hand. */
const VAULT_KEY_MIN_DISTINCT = 16;
const THUMBPRINT_CHARS = 8;

const toVaultKey = (text: string): VaultKey => {
  const bytes = new Uint8Array(Buffer.from(text, 'base64'));
  // A hash of 256 random bits tells nothing about them.
  const id = createHash('sha256').update('vault key id').update(bytes).digest('hex').slice(0, THUMBPRINT_CHARS);
  return { id, bytes };
};

/** 32 bytes in base64, of either alphabet. */
const vaultKey = z
  .string()
  .regex(/^[A-Za-z0-9+/_-]{43}=?$/)
  .transform(toVaultKey);

/** True for a text that somebody has encoded, or for bytes that repeat: nobody's random key. */
const isTyped = ({ bytes }: VaultKey): boolean =>
  new Set(bytes).size < VAULT_KEY_MIN_DISTINCT || bytes.every((byte) => byte >= 0x20 && byte < 0x7f);

const envSchema = z.object({
  ENVIRONMENT: z.enum(['development', 'test', 'production']),
  APP_ORIGIN: z.url(),
  SESSION_SECRET: secret,
  /** The one before, while sessions that it has signed may still be fresh. */
  SESSION_SECRET_PREVIOUS: secret.optional(),
  /** Origins besides our own whose pages may call with the cookie, separated by commas. */
  ALLOWED_ORIGINS: z.string().default(''),
  /** By which external workers sign what they report, and jobs are signed that they get. */
  WORKER_CALLBACK_SECRET: secret,
  /** Seals what is kept of others' secrets; the previous one opens what was sealed before a rotation. */
  VAULT_KEY: vaultKey,
  VAULT_KEY_PREVIOUS: vaultKey.optional(),
  /** Without it the sandbox speaks for Unicorn. */
  UNICORN_API_KEY: z.string().min(8).optional(),
  UNICORN_BASE_URL: z.url().optional(),
  /** Without it the sandbox speaks for ElevenLabs; a white- or grey-label key has another address. */
  ELEVENLABS_API_KEY: z.string().min(8).optional(),
  ELEVENLABS_BASE_URL: z.url({ protocol: /^https$/ }).optional(),
  /** Without it the sandbox speaks for OpenAI. */
  OPENAI_API_KEY: z.string().min(8).optional(),
  /** Without these two the sandbox speaks for Azure. A region is a part of a host's name. */
  AZURE_SPEECH_KEY: z.string().min(8).optional(),
  AZURE_SPEECH_REGION: z
    .string()
    .regex(/^[a-z0-9]{2,40}$/)
    .optional(),
  /** Without it the sandbox speaks for MiniMax. Some accounts have a group. */
  MINIMAX_API_KEY: z.string().min(8).optional(),
  MINIMAX_GROUP_ID: z.string().regex(/^\d+$/).optional(),
  /** Without it the sandbox plays fal. */
  FAL_KEY: z.string().min(8).optional(),
  /** Without it the sandbox plays OpenRouter. */
  OPENROUTER_API_KEY: z.string().min(8).optional(),
  /** Without it the sandbox keeps the mail in its mailbox. */
  RESEND_API_KEY: z.string().min(8).optional(),
  MAIL_FROM: z.string().min(3).default('Ozvena <hello@ozvena.example>'),
  /** Where a person writes who needs help; without it, to the sender of the mail. */
  SUPPORT_EMAIL: z.email().optional(),
  /** Without these two the sandbox plays the sign-in with Google; in production there is none then. */
  SUPABASE_URL: z.url({ protocol: /^https$/ }).optional(),
  SUPABASE_ANON_KEY: z.string().min(8).optional(),
  /** Without these two the sandbox plays the captcha; in production there is none then. */
  TURNSTILE_SITE_KEY: z.string().min(8).optional(),
  TURNSTILE_SECRET_KEY: z.string().min(8).optional(),
  /** Whoever signs in with this address becomes a superadmin. */
  SUPERADMIN_EMAIL: emailSchema.optional(),
  ...paymentSettings,
});

export type Config = {
  environment: 'development' | 'test' | 'production';
  appOrigin: string;
  /** Signs; `sessionSecrets` holds all that are believed, this one first. */
  sessionSecret: string;
  vault: VaultKeys;
  /** The operator's keys, by vendor; the sandbox plays those that are not here. */
  vendors: Partial<Record<VendorId, VendorAccount>>;
  sessionSecrets: readonly string[];
  workerSecret: string;
  allowedOrigins: readonly string[];
  mail: { apiKey: string | undefined; from: string };
  supportEmail: string;
  supabase: { url: string; anonKey: string } | undefined;
  turnstile: { siteKey: string; secretKey: string } | undefined;
  superadminEmail: string | undefined;
  payments: PaymentAccounts;
  rates: Rates;
  seller: Seller;
};

/** The address in `Name <address>`, or in an address alone. */
const addressOf = (sender: string): string => /<([^>]+)>/.exec(sender)?.[1] ?? sender;

/** @throws ConfigError for anything that is not exactly an origin: a slash too much would never match. */
const parseOrigins = (list: string): string[] =>
  list
    .split(',')
    .map((origin) => origin.trim())
    .filter((origin) => origin !== '')
    .map((origin) => {
      if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
        throw new ConfigError('ALLOWED_ORIGINS holds something that is not an origin');
      }
      return origin;
    });

type Settings = z.infer<typeof envSchema>;
const vendorAccounts = (data: Settings): Config['vendors'] => {
  const azure = allOrNone(data, 'AZURE_SPEECH_KEY', 'AZURE_SPEECH_REGION');
  const group = data.MINIMAX_GROUP_ID ? { groupId: data.MINIMAX_GROUP_ID } : {};
  const account = (apiKey: string | undefined, extras: VendorAccount['extras'] = {}, baseUrl?: string) =>
    apiKey === undefined ? undefined : { apiKey, baseUrl, extras };
  const accounts = {
    unicorn: account(data.UNICORN_API_KEY, {}, data.UNICORN_BASE_URL),
    elevenlabs: account(data.ELEVENLABS_API_KEY, {}, data.ELEVENLABS_BASE_URL),
    openai: account(data.OPENAI_API_KEY),
    azure: azure && account(azure.AZURE_SPEECH_KEY, { region: azure.AZURE_SPEECH_REGION }),
    minimax: account(data.MINIMAX_API_KEY, group),
    fal: account(data.FAL_KEY),
    openrouter: account(data.OPENROUTER_API_KEY),
  } satisfies Record<VendorId, VendorAccount | undefined>;
  return Object.fromEntries(Object.entries(accounts).filter(([, one]) => one !== undefined));
};

/** What was read from an environment. It never changes while a Worker lives, and every request asks for it. */
const known = new WeakMap<Env, Config>();

/**
 * The only reader of variables and secrets.
 * @throws ConfigError when one is missing, too short, or (in production) still a placeholder.
 */
export const parseEnv = (env: Env): Config => {
  const config = known.get(env) ?? readSettings(env);
  known.set(env, config);
  return config;
};

const readSettings = (env: Env): Config => {
  const parsed = envSchema.safeParse(env);
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => issue.path.join('.'));
    throw new ConfigError(`missing or unusable settings: ${[...new Set(names)].join(', ')}`);
  }
  const { data } = parsed;
  if (data.ENVIRONMENT === 'production') {
    refusePlaceholders(data, ['SESSION_SECRET', 'SESSION_SECRET_PREVIOUS', 'WORKER_CALLBACK_SECRET']);
    refuseDemoAccounts(data);
    refuseNamelessSeller(data);
    if (isTyped(data.VAULT_KEY)) throw new ConfigError('VAULT_KEY is a placeholder');
    if (data.SUPERADMIN_EMAIL?.endsWith('.example')) throw new ConfigError('SUPERADMIN_EMAIL is a placeholder');
    if (!data.APP_ORIGIN.startsWith('https://')) throw new ConfigError('APP_ORIGIN must be https in production');
  }
  const supabase = allOrNone(data, 'SUPABASE_URL', 'SUPABASE_ANON_KEY');
  const turnstile = allOrNone(data, 'TURNSTILE_SITE_KEY', 'TURNSTILE_SECRET_KEY');
  return {
    environment: data.ENVIRONMENT,
    appOrigin: new URL(data.APP_ORIGIN).origin,
    sessionSecret: data.SESSION_SECRET,
    vault: { current: data.VAULT_KEY, previous: data.VAULT_KEY_PREVIOUS },
    vendors: vendorAccounts(data),
    payments: readPaymentAccounts(data),
    rates: readRates(data),
    seller: readSeller(data),
    sessionSecrets: [data.SESSION_SECRET, ...(data.SESSION_SECRET_PREVIOUS ? [data.SESSION_SECRET_PREVIOUS] : [])],
    workerSecret: data.WORKER_CALLBACK_SECRET,
    allowedOrigins: parseOrigins(data.ALLOWED_ORIGINS),
    mail: { apiKey: data.RESEND_API_KEY, from: data.MAIL_FROM },
    supabase: supabase && { url: new URL(supabase.SUPABASE_URL).origin, anonKey: supabase.SUPABASE_ANON_KEY },
    superadminEmail: data.SUPERADMIN_EMAIL,
    turnstile: turnstile && { siteKey: turnstile.TURNSTILE_SITE_KEY, secretKey: turnstile.TURNSTILE_SECRET_KEY },
    supportEmail: data.SUPPORT_EMAIL ?? addressOf(data.MAIL_FROM),
  };
};
