import { z } from 'zod';
import { ProviderError } from './provider.ts';
import { callVendor, parseRetryAfter } from './stream.ts';

const PROVIDER = 'resend';
const ENDPOINT = 'https://api.resend.com/emails';
const USER_AGENT = 'ozvena/1.0';
/** What the sandbox is asked with. */
export const SANDBOX_RESEND_KEY = 're_sandbox';

const sentSchema = z.object({ id: z.string() });

export type Mail = {
  to: string;
  subject: string;
  html: string;
  text: string;
  /** Sent again with the same key within a day, it is not sent twice. */
  idempotencyKey: string;
};
export type Mailer = { send(mail: Mail): Promise<{ id: string }> };

/** Mail through Resend: `POST /emails` as its API reference has it. Sending throws only ProviderError. */
export const createResend = (options: {
  apiKey: string;
  from: string;
  fetch: (request: Request) => Promise<Response>;
  now: () => number;
}): Mailer => ({
  async send({ to, subject, html, text, idempotencyKey }) {
    const response = await callVendor(
      PROVIDER,
      options.fetch,
      new Request(ENDPOINT, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${options.apiKey}`,
          'Content-Type': 'application/json',
          'Idempotency-Key': idempotencyKey,
          // Workers send none of their own, and Resend's firewall turns such requests away (403, error 1010).
          'User-Agent': USER_AGENT,
        },
        body: JSON.stringify({ from: options.from, to: [to], subject, html, text }),
      }),
    );
    const body: unknown = await response.json().catch(() => undefined);
    if (response.ok) {
      const sent = sentSchema.safeParse(body);
      if (sent.success) return sent.data;
      throw new ProviderError(PROVIDER, 'bad_response', 'accepted a mail without an id');
    }
    const retryAfterMs = parseRetryAfter(response.headers.get('Retry-After'), options.now());
    const message = `HTTP ${response.status}`;
    if (response.status === 429) throw new ProviderError(PROVIDER, 'rate_limited', message, retryAfterMs);
    if (response.status >= 500) throw new ProviderError(PROVIDER, 'unavailable', message, retryAfterMs);
    const isRefusedKey = response.status === 401 || response.status === 403;
    throw new ProviderError(PROVIDER, isRefusedKey ? 'unauthorized' : 'rejected', message);
  },
});
