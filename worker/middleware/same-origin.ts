import type { AppContext } from '../http.ts';

/**
 * True when the browser says that the page asking is ours: of the same origin, or of one that ALLOWED_ORIGINS names.
 * Neither header can be set by a page.
 */
export const isFromOurPage = (c: AppContext): boolean => {
  const origin = c.req.header('Origin');
  if (origin !== undefined && c.get('ctx').config.allowedOrigins.includes(origin)) return true;
  const site = c.req.header('Sec-Fetch-Site');
  if (site !== undefined) return site === 'same-origin';
  return origin === new URL(c.req.url).origin;
};
