import { createRoute, z } from '@hono/zod-openapi';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { firstTokenSchema, SIGN_IN_PROBLEMS, type SignInProblem } from '../contract/identity.ts';
import { GOOGLE_FLOW_MS } from '../contract/limits.ts';
import { STUDIO_PATH, safeNext } from '../contract/next-path.ts';
import { AppError } from '../errors.ts';
import { type AppContext, type Middleware, userOf } from '../http.ts';
import { fingerprintOf } from '../services/accounts/fingerprint.ts';
import { beginGoogle, GOOGLE_RETURN_PATH } from '../services/sign-in/begin-google.ts';
import { completeGoogle } from '../services/sign-in/complete-google.ts';
import { finishSignIn } from '../services/sign-in/finish-sign-in.ts';
import { findTokenOwner } from '../services/tokens/find-token-owner.ts';
import { allow, createRouter, json, problems } from './declare.ts';
import { cookieOptions, originOf, setChallengeCookie, setSessionCookies } from './session-cookies.ts';

/** Longest of what comes back in a query; codes and states are far shorter. */
const RETURNED_MAX_CHARS = 1_000;
const STATE_NAME_CHARS = 8;

const FIRST_TOKEN_COOKIE = 'ozv_first_token';
const FIRST_TOKEN_PATH = '/api/auth/first-token';
/** How long a new person has to come to the welcome page. */
const FIRST_TOKEN_SECONDS = 600;

/** One cookie a flow: two tabs that both sign in do not disturb one another. */
const flowCookieOf = (state: string): string => `ozv_google_${state.slice(0, STATE_NAME_CHARS)}`;

const isSignInProblem = (code: string): code is SignInProblem => (SIGN_IN_PROBLEMS as readonly string[]).includes(code);

/** The sign-in page, at a step or with a problem, and where it goes on to. */
const signInPath = ({
  next,
  ...what
}: { next?: string | undefined } & ({ step: string } | { problem: SignInProblem })) =>
  `/sign-in?${new URLSearchParams({ ...what, ...(next && next !== STUDIO_PATH ? { next } : {}) })}`;

/** A person sees these routes in the address bar: whatever fails in them ends at the sign-in page, never in JSON. */
const failAtTheDoor: Middleware = async (c, next) => {
  await next();
  if (!c.error) return;
  const code = c.error instanceof AppError ? c.error.code : 'unavailable';
  const Location = signInPath({ problem: isSignInProblem(code) ? code : 'unavailable' });
  c.res = new Response(null, { status: 302, headers: { Location } });
};

const { middleware, ...open } = allow('sign_in');
const forPages = { ...open, middleware: [failAtTheDoor, ...middleware], tags: ['sign in'] };
const redirected = (description: string) => ({ ...problems, 302: { description } });
const returned = z.string().max(RETURNED_MAX_CHARS).optional();

const begin = createRoute({
  method: 'get',
  path: '/api/auth/google',
  ...forPages,
  summary: 'Sign in with Google: a page to open, not a call to make',
  request: { query: z.object({ next: returned.meta({ description: 'A path of ours to go on to.' }) }) },
  responses: redirected('To Google; where that is not set up, to the sign-in page.'),
});

const complete = createRoute({
  method: 'get',
  path: GOOGLE_RETURN_PATH,
  ...forPages,
  summary: 'Where people come back to from Google',
  request: {
    query: z.object({
      state: z
        .string()
        .regex(/^[A-Za-z0-9_-]{43}$/)
        .optional(),
      code: returned,
      error: returned,
      error_code: returned,
    }),
  },
  responses: redirected('Signed in and on to the studio, or to the sign-in page with a `problem`.'),
});

const firstToken = createRoute({
  method: 'post',
  path: FIRST_TOKEN_PATH,
  ...allow('tidy_up'),
  tags: ['sign in'],
  summary: 'The first API token of an account that was just opened with Google',
  responses: { ...problems, 200: json(firstTokenSchema, 'The token, shown this once.') },
});

/** Leaves the first token where only the welcome page of this browser can fetch it, once. */
const keepFirstToken = (c: AppContext, token: string): void =>
  setCookie(c, FIRST_TOKEN_COOKIE, token, {
    ...cookieOptions(c),
    path: FIRST_TOKEN_PATH,
    sameSite: 'Strict',
    maxAge: FIRST_TOKEN_SECONDS,
  });

/** Signing in with Google, through Supabase Auth. */
export const googleRoutes = createRouter()
  .openapi(begin, (c) => {
    const next = safeNext(c.req.valid('query').next);
    const departure = beginGoogle(c.get('ctx'), { next });
    if (!departure) return c.redirect(signInPath({ problem: 'google_off', next }), 302);
    setCookie(c, flowCookieOf(departure.state), departure.cookie, {
      ...cookieOptions(c),
      path: GOOGLE_RETURN_PATH,
      sameSite: 'Lax',
      maxAge: GOOGLE_FLOW_MS / 1_000,
    });
    return c.redirect(departure.location, 302);
  })
  .openapi(complete, async (c) => {
    const { state = '', code, error, error_code: errorCode } = c.req.valid('query');
    const ctx = c.get('ctx');
    const cookie = getCookie(c, flowCookieOf(state));
    deleteCookie(c, flowCookieOf(state), { path: GOOGLE_RETURN_PATH });
    const outcome = await completeGoogle(ctx, {
      returned: { state, code, error, errorCode },
      cookie,
      fingerprint: fingerprintOf(ctx, c.req.raw.headers),
    });
    if ('problem' in outcome) return c.redirect(signInPath(outcome), 302);
    const { arrival, next } = outcome;
    const { userId } = arrival;
    const finished = await finishSignIn(ctx, { userId, method: 'google', origin: originOf(c) });
    if (finished.kind === 'second_factor') {
      setChallengeCookie(c, finished.challenge);
      return c.redirect(signInPath({ step: 'second-factor', next }), 302);
    }
    setSessionCookies(c, finished.tokens);
    if (arrival.token === null) return c.redirect(next, 302);
    keepFirstToken(c, arrival.token);
    return c.redirect(signInPath({ step: 'welcome', next }), 302);
  })
  .openapi(firstToken, async (c) => {
    const kept = getCookie(c, FIRST_TOKEN_COOKIE);
    deleteCookie(c, FIRST_TOKEN_COOKIE, { path: FIRST_TOKEN_PATH });
    const owner = kept === undefined ? undefined : await findTokenOwner(c.get('ctx'), kept);
    return c.json({ token: owner?.userId === userOf(c).userId ? (kept ?? null) : null }, 200);
  });
