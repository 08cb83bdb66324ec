import type { SandboxEnv } from './env.ts';
import { MEDIA_FILE_MAX_BYTES, OPENROUTER_BODY_MAX_BYTES } from './limits.ts';
import { azure } from './vendors/azure.ts';
import { dns } from './vendors/dns.ts';
import { elevenLabsPreviews, elevenlabs } from './vendors/elevenlabs.ts';
import { PREVIEW_HOST } from './vendors/elevenlabs-voices.ts';
import { FAL_QUEUE_HOST, FAL_RUN_HOST, falQueue, falRun } from './vendors/fal.ts';
import { FAL_MEDIA_HOST } from './vendors/fal-model.ts';
import { FAL_REST_HOST, falMedia, falRest } from './vendors/fal-storage.ts';
import { mediaHost } from './vendors/media-host.ts';
import { MINIMAX_FILES_HOST, minimax } from './vendors/minimax.ts';
import { openai } from './vendors/openai.ts';
import { openrouter } from './vendors/openrouter.ts';
import { RAZORPAY_HOST, razorpay } from './vendors/razorpay.ts';
import { RECEIVER_HOST, receiver } from './vendors/receiver.ts';
import { resend } from './vendors/resend.ts';
import { supabase } from './vendors/supabase.ts';
import { turnstile } from './vendors/turnstile.ts';
import { unicorn } from './vendors/unicorn.ts';
import { WAYFORPAY_HOST, wayforpay } from './vendors/wayforpay.ts';
import { WHITEPAY_HOST, whitepay } from './vendors/whitepay.ts';

/** A vendor: its name in fault orders, what it is and usually answers, and the app that speaks its protocol. */
export type Vendor = {
  name: string;
  description: string;
  media_type: string;
  /** Largest body it reads, where that is not the usual one. */
  body_max_bytes?: number;
  fetch: (request: Request, env: SandboxEnv, context: ExecutionContext) => Response | Promise<Response>;
};

export const ELEVENLABS_HOST = 'api.elevenlabs.io';
/** A customer of the vendor who sells its voices on has an address of his own; this is one. */
export const ELEVENLABS_LABEL_HOST = 'voices.label.example';
export const OPENAI_HOST = 'api.openai.com';
export const OPENROUTER_HOST = 'openrouter.ai';
export const UNICORN_HOST = 'unicorn.ozvena.example';
/** A speech resource answers at its region's host. */
export const AZURE_HOST = '*.tts.speech.microsoft.com';
export const MINIMAX_HOST = 'api.minimax.io';
export const RESEND_HOST = 'api.resend.com';
/** A Supabase project has a host of its own; this is the one that is played. */
export const SUPABASE_HOST = 'auth.ozvena.example';
export const TURNSTILE_HOST = 'challenges.cloudflare.com';
export const DNS_HOST = 'cloudflare-dns.com';

/** Who answers for which host; `*` is any one label. A vendor with several hosts stands here once for each. */
export const VENDORS_BY_HOST: Readonly<Record<string, Vendor>> = {
  [UNICORN_HOST]: {
    name: 'unicorn',
    description: 'The house’s own voice: speech.',
    media_type: 'audio/mpeg',
    fetch: unicorn.fetch,
  },
  [ELEVENLABS_HOST]: {
    name: 'elevenlabs',
    description: 'ElevenLabs: speech of several hundred voices.',
    media_type: 'audio/mpeg',
    fetch: elevenlabs.fetch,
  },
  [ELEVENLABS_LABEL_HOST]: {
    name: 'elevenlabs',
    description: 'ElevenLabs under another label: the same at another address.',
    media_type: 'audio/mpeg',
    fetch: elevenlabs.fetch,
  },
  [PREVIEW_HOST]: {
    name: 'elevenlabs',
    description: 'ElevenLabs: recordings of its voices.',
    media_type: 'audio/mpeg',
    fetch: elevenLabsPreviews.fetch,
  },
  [AZURE_HOST]: {
    name: 'azure',
    description: 'Azure Speech: SSML in, speech out.',
    media_type: 'audio/mpeg',
    fetch: azure.fetch,
  },
  [FAL_QUEUE_HOST]: {
    name: 'fal',
    description: 'fal: models of others behind a queue.',
    media_type: 'application/json',
    fetch: falQueue.fetch,
  },
  [FAL_RUN_HOST]: {
    name: 'fal',
    description: 'fal: the same models, answered on the spot.',
    media_type: 'application/json',
    fetch: falRun.fetch,
  },
  [FAL_MEDIA_HOST]: {
    name: 'fal',
    description: 'fal: what it made or was handed, to be fetched.',
    media_type: 'application/octet-stream',
    body_max_bytes: MEDIA_FILE_MAX_BYTES,
    fetch: falMedia.fetch,
  },
  [FAL_REST_HOST]: {
    name: 'fal',
    description: 'fal: where files are handed over, and its public keys.',
    media_type: 'application/json',
    fetch: falRest.fetch,
  },
  [MINIMAX_HOST]: {
    name: 'minimax',
    description: 'MiniMax: speech, whose errors come with status 200.',
    media_type: 'application/json',
    fetch: minimax.fetch,
  },
  [MINIMAX_FILES_HOST]: {
    name: 'minimax',
    description: 'MiniMax: what it made, to be fetched.',
    media_type: 'application/octet-stream',
    fetch: mediaHost.fetch,
  },
  [OPENAI_HOST]: {
    name: 'openai',
    description: 'OpenAI: speech.',
    media_type: 'audio/mpeg',
    fetch: openai.fetch,
  },
  [OPENROUTER_HOST]: {
    name: 'openrouter',
    description: 'OpenRouter: words and pictures of other vendors’ models.',
    media_type: 'application/json',
    body_max_bytes: OPENROUTER_BODY_MAX_BYTES,
    fetch: openrouter.fetch,
  },
  [RESEND_HOST]: {
    name: 'resend',
    description: 'Resend: mail, which is read at /sandbox/mail.',
    media_type: 'application/json',
    fetch: resend.fetch,
  },
  [SUPABASE_HOST]: {
    name: 'supabase',
    description: 'Supabase Auth: sign-in with Google, whose page is /sandbox/supabase/authorize.',
    media_type: 'application/json',
    fetch: supabase.fetch,
  },
  [TURNSTILE_HOST]: {
    name: 'turnstile',
    description: 'Cloudflare Turnstile: the check of a captcha.',
    media_type: 'application/json',
    fetch: turnstile.fetch,
  },
  [RAZORPAY_HOST]: {
    name: 'razorpay',
    description: 'Razorpay: payments and subscriptions, whose checkout is /sandbox/razorpay/checkout.js.',
    media_type: 'application/json',
    fetch: razorpay.fetch,
  },
  [WAYFORPAY_HOST]: {
    name: 'wayforpay',
    description: 'WayForPay: payments by card, whose page is /sandbox/wayforpay/pay.',
    media_type: 'application/json',
    fetch: wayforpay.fetch,
  },
  [WHITEPAY_HOST]: {
    name: 'whitepay',
    description: 'WhitePay: payments in crypto, whose pages are below /sandbox/whitepay/pay.',
    media_type: 'application/json',
    fetch: whitepay.fetch,
  },
  [DNS_HOST]: {
    name: 'dns',
    description: 'Cloudflare’s resolver, over HTTPS and in JSON: the names of the receiver.',
    media_type: 'application/dns-json',
    fetch: dns.fetch,
  },
  [RECEIVER_HOST]: {
    name: 'receiver',
    description: 'A receiver of webhooks, whose calls are read at /sandbox/receiver.',
    media_type: 'text/plain',
    fetch: receiver.fetch,
  },
  [`*.${RECEIVER_HOST}`]: {
    name: 'receiver',
    description: 'The same under names that lead elsewhere.',
    media_type: 'text/plain',
    fetch: receiver.fetch,
  },
};

/** The vendor at a host. A host may be called like a property of every object. */
export const findVendor = (hostname: string): Vendor | undefined => {
  const pattern = `*${hostname.slice(Math.max(0, hostname.indexOf('.')))}`;
  const host = [hostname, pattern].find((one) => Object.hasOwn(VENDORS_BY_HOST, one));
  return host === undefined ? undefined : VENDORS_BY_HOST[host];
};
