import { bodyLimit } from 'hono/body-limit';
import { BODY_MAX_BYTES } from '../contract/limits.ts';
import { AppError } from '../errors.ts';
import type { Middleware } from '../http.ts';

/** Refuses a body over BODY_MAX_BYTES before it is read, whatever its length header says, and one that is not JSON. */
export const limitBody: Middleware[] = [
  bodyLimit({
    maxSize: BODY_MAX_BYTES,
    onError: () => {
      throw new AppError('payload_too_large', `A request body has at most ${BODY_MAX_BYTES} bytes.`);
    },
  }),
  async (c, next) => {
    const type = c.req.header('Content-Type');
    // A POST without a body has neither a type nor a length; through some proxies it still has an (empty) stream.
    const hasBody = type !== undefined || Number(c.req.header('Content-Length') ?? 0) > 0;
    const isJson = type !== undefined && /^application\/([a-z.+-]+\+)?json\s*(;|$)/i.test(type);
    if (hasBody && !isJson) throw new AppError('unsupported_media_type', 'Send JSON as application/json.');
    await next();
  },
];
