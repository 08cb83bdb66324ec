import { type Context, Hono } from 'hono';
import type { SandboxEnv } from '../env.ts';
import { BODY_MAX_BYTES, IDEMPOTENCY_KEY_MAX_CHARS } from '../limits.ts';
import type { Mail, SendKey } from '../state/mailbox.ts';
import { openState } from '../state/open-state.ts';
import { ResendError } from './resend-error.ts';
import { sendRequestSchema } from './resend-schema.ts';
import { sha256 } from './sha256.ts';

const KEY_PREFIX = 're_';

type ResendContext = Context<{ Bindings: SandboxEnv }>;

const readApiKey = (c: ResendContext): string => {
  const [scheme, key] = (c.req.header('authorization') ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !key) {
    throw new ResendError(401, 'missing_api_key', 'Missing API key in the authorization header.');
  }
  if (!key.startsWith(KEY_PREFIX)) throw new ResendError(401, 'invalid_api_key', 'API key is invalid.');
  return key;
};

const readMail = async (c: ResendContext): Promise<Mail> => {
  const bytes = await c.req.arrayBuffer();
  if (bytes.byteLength > BODY_MAX_BYTES) {
    throw new ResendError(422, 'validation_error', `The mail is larger than ${BODY_MAX_BYTES} bytes.`);
  }
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes));
  } catch {
    throw new ResendError(400, 'validation_error', 'The body is not valid JSON.');
  }
  const mail = sendRequestSchema.safeParse(body);
  if (!mail.success) throw ResendError.fromZod(mail.error, body);
  return mail.data;
};

const readSendKey = async (c: ResendContext, account: string, mail: Mail): Promise<SendKey | undefined> => {
  const key = c.req.header('idempotency-key');
  if (key === undefined) return undefined;
  if (key.length < 1 || key.length > IDEMPOTENCY_KEY_MAX_CHARS) {
    throw new ResendError(400, 'invalid_idempotency_key', 'The key must be between 1-256 chars.');
  }
  return { account, key, fingerprint: await sha256(JSON.stringify(mail)) };
};

/** Resend's API as far as mail is sent by it; README.md describes it. */
export const resend = new Hono<{ Bindings: SandboxEnv }>()
  .use(async (c, next) => {
    // Workers send no User-Agent of their own, and the vendor's firewall turns such requests away.
    if (!c.req.header('user-agent')) throw new ResendError(403, 'error_1010', 'A request needs a User-Agent header.');
    await next();
  })
  .post('/emails', async (c) => {
    const account = readApiKey(c);
    const mail = await readMail(c);
    const sendKey = await readSendKey(c, account, mail);
    const delivery = await openState(c.env).deliverMail(mail, sendKey);
    if (delivery.outcome === 'conflict') {
      const message = 'Same idempotency key used with a different request payload.';
      throw new ResendError(409, 'invalid_idempotent_request', message);
    }
    return c.json({ id: delivery.id });
  })
  .notFound((c) => c.json(new ResendError(404, 'not_found', 'The requested endpoint does not exist.').toBody(), 404))
  .onError((error, c) => {
    if (error instanceof ResendError) return c.json(error.toBody(), error.status);
    console.error('resend failed', error);
    return c.json(new ResendError(500, 'internal_server_error', 'An unexpected error occurred.').toBody(), 500);
  });
