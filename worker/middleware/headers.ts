import type { AppContext, Middleware } from '../http.ts';

/** Of every reply of the API: nothing in it is a page, nothing is to be guessed, nothing stays in a cache unasked. */
const API_HEADERS: Record<string, string> = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
};

/** Sets the headers of the API and the request id. The reply to an upgrade has immutable headers and is left alone. */
export const setHeaders: Middleware = async (c, next) => {
  await next();
  if (c.res.status === 101) return;
  for (const [name, value] of Object.entries(API_HEADERS)) c.res.headers.set(name, value);
  c.res.headers.set('X-Request-Id', c.get('requestId'));
  if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'no-store');
  setLimitHeaders(c);
};

/** The limit this request was counted by, as draft-ietf-httpapi-ratelimit-headers has it. */
const setLimitHeaders = (c: AppContext): void => {
  const limit = c.get('limit');
  if (!limit) return;
  const { name, requests, windowSeconds, left } = limit;
  c.res.headers.set('RateLimit-Policy', `"${name}";q=${requests};w=${windowSeconds}`);
  if (left) c.res.headers.set('RateLimit', `"${name}";r=${left.remaining};t=${left.resetSeconds}`);
};
