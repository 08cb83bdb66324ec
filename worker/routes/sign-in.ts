import { createRoute } from '@hono/zod-openapi';
import {
  codeRequestSchema,
  codeSentSchema,
  codeVerifySchema,
  signedInSchema,
  signInOutcomeSchema,
} from '../contract/identity.ts';
import { secondFactorCodeSchema } from '../contract/second-factor.ts';
import { fingerprintOf } from '../services/accounts/fingerprint.ts';
import { readMe } from '../services/accounts/read-me.ts';
import { guestAddress } from '../services/guests/address.ts';
import { refreshSession } from '../services/sessions/refresh-session.ts';
import { finishSignIn } from '../services/sign-in/finish-sign-in.ts';
import { passSecondFactor } from '../services/sign-in/pass-second-factor.ts';
import { requestCode } from '../services/sign-in/request-code.ts';
import { verifyCode } from '../services/sign-in/verify-code.ts';
import { allow, createRouter, json, jsonBody, problems } from './declare.ts';
import {
  challengeOf,
  clearChallengeCookie,
  originOf,
  refreshTokenOf,
  refuseForeignPage,
  setChallengeCookie,
  setSessionCookies,
} from './session-cookies.ts';

const sendCode = createRoute({
  method: 'post',
  path: '/api/auth/code',
  ...allow('sign_in'),
  tags: ['sign in'],
  summary: 'Send a sign-in code by e-mail',
  description: 'The answer is the same for known and unknown addresses.',
  request: { body: jsonBody(codeRequestSchema) },
  responses: { ...problems, 202: json(codeSentSchema, 'A code is on its way.') },
});

const verify = createRoute({
  method: 'post',
  path: '/api/auth/verify',
  ...allow('sign_in'),
  tags: ['sign in'],
  summary: 'Sign in with the code',
  description:
    'Opens the account at the first sign-in. The session is in two cookies that no script can read; where the account has a second factor, the debt of it is in one.',
  request: { body: jsonBody(codeVerifySchema) },
  responses: { ...problems, 200: json(signInOutcomeSchema, 'Signed in, or the second factor is asked for.') },
});

const secondFactor = createRoute({
  method: 'post',
  path: '/api/auth/second-factor',
  ...allow('sign_in'),
  tags: ['sign in'],
  summary: 'Sign in with the second factor',
  description: 'After the first, where the account has one. The debt of it is in a cookie that no script can read.',
  request: { body: jsonBody(secondFactorCodeSchema) },
  responses: { ...problems, 200: json(signedInSchema, 'Signed in.') },
});

const refresh = createRoute({
  method: 'post',
  path: '/api/session/refresh',
  ...allow('sign_in'),
  tags: ['sign in'],
  summary: 'Renew the session of this browser',
  responses: { ...problems, 204: { description: 'New cookies.' } },
});

/** Signing in without a password, and staying in. */
export const signInRoutes = createRouter()
  .openapi(sendCode, async (c) => {
    const { email } = c.req.valid('json');
    return c.json(await requestCode(c.get('ctx'), { email, address: guestAddress(c.req.raw.headers) }), 202);
  })
  .openapi(verify, async (c) => {
    refuseForeignPage(c);
    const ctx = c.get('ctx');
    const { userId, isNew, token } = await verifyCode(ctx, {
      ...c.req.valid('json'),
      fingerprint: fingerprintOf(ctx, c.req.raw.headers),
    });
    const finished = await finishSignIn(ctx, { userId, method: 'email_code', origin: originOf(c) });
    if (finished.kind === 'second_factor') {
      setChallengeCookie(c, finished.challenge);
      return c.json({ kind: 'second_factor' as const, expiresAt: finished.challenge.expiresAt }, 200);
    }
    setSessionCookies(c, finished.tokens);
    return c.json({ kind: 'session' as const, me: await readMe(ctx, userId), isNew, token }, 200);
  })
  .openapi(secondFactor, async (c) => {
    refuseForeignPage(c);
    const ctx = c.get('ctx');
    const { code } = c.req.valid('json');
    const { userId, tokens } = await passSecondFactor(ctx, { token: challengeOf(c), code, origin: originOf(c) });
    clearChallengeCookie(c);
    setSessionCookies(c, tokens);
    return c.json({ kind: 'session' as const, me: await readMe(ctx, userId), isNew: false, token: null }, 200);
  })
  .openapi(refresh, async (c) => {
    refuseForeignPage(c);
    setSessionCookies(c, await refreshSession(c.get('ctx'), refreshTokenOf(c)));
    return c.body(null, 204);
  });
