import { AppError } from '../errors.ts';
import type { Access, Middleware } from '../http.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Lets through whom the route's declaration names, and refuses a cookie's change of state that another site asks for.
 * A token is never sent by a browser on its own, so it needs no such check.
 */
export const guard =
  (access: Access): Middleware =>
  async (c, next) => {
    const principal = c.get('principal');
    const { config } = c.get('ctx');
    if (access === 'development' && config.environment === 'production') {
      throw new AppError('not_found', 'There is nothing here.');
    }
    if ((access === 'user' || access === 'admin') && principal.kind === 'guest') {
      throw new AppError('unauthenticated', 'Sign in, or send a token.');
    }
    if (
      access === 'admin' &&
      principal.kind === 'user' &&
      principal.role !== 'admin' &&
      principal.role !== 'superadmin'
    ) {
      throw new AppError('forbidden', 'This is for administrators.');
    }
    if (principal.kind === 'user' && principal.via === 'cookie' && !SAFE_METHODS.has(c.req.method)) {
      if (!isSameOrigin(c.req.raw)) throw new AppError('foreign_origin', 'This request comes from another site.');
    }
    await next();
  };

/** True when the browser says that the page asking is ours. `Sec-Fetch-Site` cannot be set by a page. */
export const isSameOrigin = (request: Request): boolean => {
  const site = request.headers.get('Sec-Fetch-Site');
  if (site !== null) return site === 'same-origin';
  return request.headers.get('Origin') === new URL(request.url).origin;
};
