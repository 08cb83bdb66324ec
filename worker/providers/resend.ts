import { z } from 'zod';
import { ProviderError } from './provider.ts';
import { callVendor, errorOfStatus, readText, tryJson, USER_AGENT, VENDOR_IDLE_MS } from './stream.ts';

const PROVIDER = 'resend';
const ENDPOINT = 'https://api.resend.com/emails';
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
}): Mailer => {
  const { apiKey: secret, fetch, now } = options;
  const wire = { provider: PROVIDER, secret, fetch, now, idleMs: VENDOR_IDLE_MS };
  return {
    async send({ to, subject, html, text, idempotencyKey }) {
      const response = await callVendor(
        wire,
        new Request(ENDPOINT, {
          method: 'POST',
          headers: {
            Authorization: `Bearer ${secret}`,
            'Content-Type': 'application/json',
            'Idempotency-Key': idempotencyKey,
            // Workers send none of their own, and Resend's firewall turns such requests away (403, error 1010).
            'User-Agent': USER_AGENT,
          },
          body: JSON.stringify({ from: options.from, to: [to], subject, html, text }),
        }),
      );
      const body = await readText(wire, response.body);
      if (!response.ok) throw errorOfStatus(wire, response);
      const sent = sentSchema.safeParse(tryJson(body));
      if (sent.success) return sent.data;
      throw new ProviderError(PROVIDER, 'bad_response', 'accepted a mail without an id');
    },
  };
};
