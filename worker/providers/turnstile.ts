import { z } from 'zod';
import { ProviderError } from './provider.ts';
import { callVendor, errorOfStatus, readText, tryJson } from './stream.ts';

const PROVIDER = 'turnstile';
const ENDPOINT = 'https://challenges.cloudflare.com/turnstile/v0/siteverify';
/** A person waits for it, with a button that says so. */
export const CAPTCHA_IDLE_MS = 5_000;

/** The sandbox's own: it renders nothing at our host, so it names the host that Cloudflare's test keys name. */
export const SANDBOX_TURNSTILE = {
  siteKey: 'sandbox',
  secretKey: 'sandbox-secret',
  hostname: 'example.com',
  scriptUrl: '/sandbox/turnstile/api.js',
} as const;
export const TURNSTILE_SCRIPT_URL = 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit';

/** `expired`: also for a token that was used before. `refused`: not of a person, or not made for this. */
export type CaptchaVerdict = { ok: true } | { ok: false; reason: 'expired' | 'refused' };

export type Captcha = {
  /** What the page draws the widget with. */
  readonly siteKey: string;
  readonly scriptUrl: string;
  /**
   * Asks whether a token stands for a person who did what `action` says at our own site. A token is good once.
   * Throws only ProviderError.
   * @param input.ip where the person is, as far as the edge knows.
   * @param input.idempotencyKey a UUID; asked again with it, the same token has the same answer.
   */
  verify(input: {
    token: string;
    action: string;
    ip: string | undefined;
    idempotencyKey: string;
  }): Promise<CaptchaVerdict>;
};

const replySchema = z.object({
  success: z.boolean(),
  'error-codes': z.array(z.string()).default([]),
  hostname: z.string().optional(),
  action: z.string().optional(),
});

/** Cloudflare Turnstile: `POST siteverify` as its documentation has it. */
export const createTurnstile = (options: {
  siteKey: string;
  secretKey: string;
  scriptUrl: string;
  /** Where the widget is shown; a token of another site is refused. */
  hostname: string;
  fetch: (request: Request) => Promise<Response>;
  now: () => number;
  /** How long an answer is waited for. */
  idleMs: number;
}): Captcha => {
  const { siteKey, scriptUrl, secretKey: secret, fetch, now, idleMs } = options;
  const wire = { provider: PROVIDER, secret, fetch, now, idleMs };
  return {
    siteKey,
    scriptUrl,
    async verify({ token, action, ip, idempotencyKey }) {
      const response = await callVendor(
        wire,
        new Request(ENDPOINT, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ secret, response: token, remoteip: ip, idempotency_key: idempotencyKey }),
        }),
      );
      const body = await readText(wire, response.body);
      if (!response.ok) throw errorOfStatus(wire, response);
      const reply = replySchema.safeParse(tryJson(body));
      if (!reply.success) throw new ProviderError(PROVIDER, 'bad_response', 'an answer in a form that is not known');
      const { success, hostname, action: done, 'error-codes': codes } = reply.data;
      if (success) {
        return hostname === options.hostname && done === action ? { ok: true } : { ok: false, reason: 'refused' };
      }
      return readRefusal(codes);
    },
  };
};

/** What is the token's fault is an answer; what is ours or theirs is an error. */
const readRefusal = (codes: string[]): CaptchaVerdict => {
  if (codes.includes('timeout-or-duplicate')) return { ok: false, reason: 'expired' };
  if (codes.some((code) => code.endsWith('-input-response'))) return { ok: false, reason: 'refused' };
  const isOurKey = codes.some((code) => code.endsWith('-input-secret'));
  throw new ProviderError(PROVIDER, isOurKey ? 'unauthorized' : 'unavailable', codes.join(', ') || 'no reason given');
};
