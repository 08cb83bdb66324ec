import { bodyLimit } from 'hono/body-limit';
import { BODY_MAX_BYTES, PAYMENT_BODY_MAX_BYTES } from '../contract/limits.ts';
import { AppError } from '../errors.ts';
import type { Middleware } from '../http.ts';

/** Refuses a larger body before it is read, whatever its length header says. */
const limitSize = (maxSize: number): Middleware =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw new AppError('payload_too_large', `A request body has at most ${maxSize} bytes here.`);
    },
  });

const requireJson: Middleware = async (c, next) => {
  const type = c.req.header('Content-Type');
  // A POST without a body has neither a type nor a length; through some proxies it still has an (empty) stream.
  const hasBody = type !== undefined || Number(c.req.header('Content-Length') ?? 0) > 0;
  const isJson = type !== undefined && /^application\/([a-z.+-]+\+)?json\s*(;|$)/i.test(type);
  if (hasBody && !isJson) throw new AppError('unsupported_media_type', 'Send JSON as application/json.');
  await next();
};

/** Refuses a body over BODY_MAX_BYTES, and one that is not JSON. */
export const limitBody: readonly Middleware[] = [limitSize(BODY_MAX_BYTES), requireJson];

/** What processors of payments send, in a form of their own, and what a browser takes back from them. */
export const limitPaymentBody: readonly Middleware[] = [limitSize(PAYMENT_BODY_MAX_BYTES)];
