import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { ACCESS_TOKEN_MS, SECOND_FACTOR_CHALLENGE_MS, SESSION_MS } from '../contract/limits.ts';
import { AppError } from '../errors.ts';
import type { AppContext } from '../http.ts';
import { isFromOurPage } from '../middleware/same-origin.ts';
import type { Origin } from '../services/audit/record-action.ts';
import { SESSION_COOKIE } from '../services/sessions/access-token.ts';
import type { Client, SessionTokens } from '../services/sessions/open-session.ts';
import type { Challenge } from '../services/sign-in/finish-sign-in.ts';

const REFRESH_COOKIE = 'ozv_refresh';
/** The refresh token travels to the two routes that need it and to no other. */
const REFRESH_PATH = '/api/session';
const CHALLENGE_COOKIE = 'ozv_second_factor';
/** The one route that turns a challenge into a session. */
const CHALLENGE_PATH = '/api/auth/second-factor';

/** Of every cookie of ours: no script can read it, and it travels over https alone where there is https. */
export const cookieOptions = (c: AppContext) =>
  ({ httpOnly: true, secure: c.get('ctx').config.appOrigin.startsWith('https://') }) as const;

/** Hands a session to the browser: no script can read either cookie. */
export const setSessionCookies = (c: AppContext, { access, refresh }: SessionTokens): void => {
  setCookie(c, SESSION_COOKIE, access, {
    ...cookieOptions(c),
    path: '/',
    sameSite: 'Lax',
    maxAge: ACCESS_TOKEN_MS / 1_000,
  });
  if (refresh === null) return;
  setCookie(c, REFRESH_COOKIE, refresh, {
    ...cookieOptions(c),
    path: REFRESH_PATH,
    sameSite: 'Strict',
    maxAge: SESSION_MS / 1_000,
  });
};

/**
 * Hands a browser the debt of a second factor. A page that was led here by a redirect goes on at
 * `/sign-in?step=second-factor`.
 */
export const setChallengeCookie = (c: AppContext, { token }: Challenge): void =>
  setCookie(c, CHALLENGE_COOKIE, token, {
    ...cookieOptions(c),
    path: CHALLENGE_PATH,
    sameSite: 'Strict',
    maxAge: SECOND_FACTOR_CHALLENGE_MS / 1_000,
  });

/** The challenge a browser sent, if any. */
export const challengeOf = (c: AppContext): string | undefined => getCookie(c, CHALLENGE_COOKIE);

/** Takes the debt from the browser: it is paid. */
export const clearChallengeCookie = (c: AppContext): void => {
  deleteCookie(c, CHALLENGE_COOKIE, { path: CHALLENGE_PATH });
};

/** Takes the session from the browser. */
export const clearSessionCookies = (c: AppContext): void => {
  deleteCookie(c, SESSION_COOKIE, { path: '/' });
  deleteCookie(c, REFRESH_COOKIE, { path: REFRESH_PATH });
};

/** The refresh token a browser sent, if any. */
export const refreshTokenOf = (c: AppContext): string | undefined => getCookie(c, REFRESH_COOKIE);

/** Where a request comes from, as far as the edge can tell. */
export const clientOf = (c: AppContext): Client => ({
  ip: c.req.header('CF-Connecting-IP') ?? 'local',
  userAgent: c.req.header('User-Agent') ?? '',
});

/** The same, and the request as the logs know it: for what is written into the audit log. */
export const originOf = (c: AppContext): Origin => ({ ...clientOf(c), requestId: c.get('requestId') });

/**
 * Refuses a request that another site's page makes. For routes that set cookies without being signed in: nobody may be
 * signed in to an account that is not his. A program sends neither header and is let through.
 */
export const refuseForeignPage = (c: AppContext): void => {
  const isPage = c.req.header('Origin') !== undefined || c.req.header('Sec-Fetch-Site') !== undefined;
  if (isPage && !isFromOurPage(c)) {
    throw new AppError('foreign_origin', 'This request comes from another site.');
  }
};
