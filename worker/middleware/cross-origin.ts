import type { Middleware } from '../http.ts';

const ALLOWED_METHODS = 'GET, POST, PUT, PATCH, DELETE';
const ALLOWED_HEADERS = 'Authorization, Content-Type, Idempotency-Key';
const EXPOSED_HEADERS =
  'Location, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id, X-Job-Id, X-Credits-Charged, X-Credits-Balance, X-Guest-Remaining, Idempotent-Replayed';
const PREFLIGHT_MAX_AGE_SECONDS = 86_400;

/**
 * CORS. A page of an origin that ALLOWED_ORIGINS names may call with the cookie. Any other may read what it could as
 * well have asked for from a server of its own: replies to a token or to nobody, never those that a cookie has opened.
 */
export const allowOrigins: Middleware = async (c, next) => {
  const origin = c.req.header('Origin');
  if (origin === undefined) return next();
  const isListed = c.get('ctx').config.allowedOrigins.includes(origin);
  const isPreflight = c.req.method === 'OPTIONS' && c.req.header('Access-Control-Request-Method') !== undefined;
  if (isPreflight) {
    c.header('Access-Control-Allow-Methods', ALLOWED_METHODS);
    c.header('Access-Control-Allow-Headers', ALLOWED_HEADERS);
    c.header('Access-Control-Max-Age', String(PREFLIGHT_MAX_AGE_SECONDS));
    c.res = c.body(null, 204);
  } else {
    await next();
  }
  if (c.res.status === 101) return;
  c.res.headers.append('Vary', 'Origin');
  const usesCookie = c.req.header('Cookie') !== undefined && c.req.header('Authorization') === undefined;
  if (isListed) {
    c.res.headers.set('Access-Control-Allow-Origin', origin);
    c.res.headers.set('Access-Control-Allow-Credentials', 'true');
  } else if (!usesCookie) {
    c.res.headers.set('Access-Control-Allow-Origin', '*');
  } else return;
  c.res.headers.set('Access-Control-Expose-Headers', EXPOSED_HEADERS);
};
