import { createRoute, z } from '@hono/zod-openapi';
import {
  apiTokenListSchema,
  createApiTokenSchema,
  createdApiTokenSchema,
  loginListSchema,
  sessionListSchema,
} from '../contract/identity.ts';
import { pageQuerySchema } from '../contract/jobs.ts';
import { preferencesSchema } from '../contract/preferences.ts';
import { profileSchema } from '../contract/profile.ts';
import { claimGrantSchema, meSchema } from '../contract/users.ts';
import { AppError } from '../errors.ts';
import { sessionOf, tokenOf, userOf } from '../http.ts';
import { claimSignupGrant } from '../services/accounts/claim-signup-grant.ts';
import { mergePreferences } from '../services/accounts/merge-preferences.ts';
import { readMe } from '../services/accounts/read-me.ts';
import { updateProfile } from '../services/accounts/update-profile.ts';
import { requireSecondFactor } from '../services/second-factor/require-second-factor.ts';
import { endSessions } from '../services/sessions/end-sessions.ts';
import { listLogins } from '../services/sessions/list-logins.ts';
import { listSessions } from '../services/sessions/list-sessions.ts';
import { createApiToken } from '../services/tokens/create-token.ts';
import { listTokens } from '../services/tokens/list-tokens.ts';
import { revokeToken } from '../services/tokens/revoke-token.ts';
import { allow, createRouter, json, jsonBody, problems } from './declare.ts';
import { clearSessionCookies } from './session-cookies.ts';

const reading = { ...allow('read_own'), tags: ['account'] };
const tidying = { ...allow('tidy_up'), tags: ['account'] };
const managing = { ...allow('manage_account'), tags: ['account'] };
const gone = (description: string) => ({ ...problems, 204: { description } });

const me = createRoute({
  method: 'get',
  path: '/api/users/me',
  ...reading,
  summary: 'Who you are',
  responses: { ...problems, 200: json(meSchema, 'Your account.') },
});

const patchMe = createRoute({
  method: 'patch',
  path: '/api/users/me',
  ...managing,
  summary: 'Change your profile',
  request: { body: jsonBody(profileSchema) },
  responses: { ...problems, 200: json(meSchema, 'Your account.') },
});

const patchPreferences = createRoute({
  method: 'patch',
  path: '/api/users/me/preferences',
  ...tidying,
  summary: 'Change some of your preferences',
  description: 'What is left out stays as it is, also when two places change different ones at once.',
  request: { body: jsonBody(preferencesSchema) },
  responses: { ...problems, 200: json(preferencesSchema, 'All of your preferences.') },
});

const claimGrant = createRoute({
  method: 'post',
  path: '/api/users/me/signup-grant',
  ...allow('manage_account'),
  tags: ['account'],
  summary: 'Get the first credits that wait for a captcha',
  description: 'Once an account. An account that has them already is answered the same, and spends no captcha.',
  request: { body: jsonBody(claimGrantSchema) },
  responses: { ...problems, 200: json(meSchema, 'Your account, with its first credits.') },
});

const signOut = createRoute({
  method: 'delete',
  path: '/api/session',
  ...tidying,
  summary: 'Sign out of this browser',
  responses: gone('The session has ended and its cookies are gone.'),
});

const sessions = createRoute({
  method: 'get',
  path: '/api/sessions',
  ...reading,
  summary: 'Where you are signed in',
  responses: { ...problems, 200: json(sessionListSchema, 'Your open sessions, the last used first.') },
});

const endOne = createRoute({
  method: 'delete',
  path: '/api/sessions/{sessionId}',
  ...managing,
  summary: 'End one session',
  request: { params: z.object({ sessionId: z.string() }) },
  responses: gone('It has ended.'),
});

const endOthers = createRoute({
  method: 'delete',
  path: '/api/sessions',
  ...managing,
  summary: 'End every other session',
  responses: gone('They have ended.'),
});

const logins = createRoute({
  method: 'get',
  path: '/api/login-history',
  ...reading,
  summary: 'When and from where you signed in, newest first',
  request: { query: pageQuerySchema },
  responses: { ...problems, 200: json(loginListSchema, 'A page of sign-ins.') },
});

const tokens = createRoute({
  method: 'get',
  path: '/api/tokens',
  ...reading,
  summary: 'Your API tokens',
  responses: { ...problems, 200: json(apiTokenListSchema, 'Your tokens, the newest first.') },
});

const addToken = createRoute({
  method: 'post',
  path: '/api/tokens',
  ...managing,
  summary: 'Make an API token',
  request: { body: jsonBody(createApiTokenSchema) },
  responses: { ...problems, 201: json(createdApiTokenSchema, 'The token, shown this once.') },
});

const dropToken = createRoute({
  method: 'delete',
  path: '/api/tokens/{tokenId}',
  ...managing,
  summary: 'Revoke an API token',
  request: { params: z.object({ tokenId: z.string() }) },
  responses: gone('It is of no use any more.'),
});

/** The signed-in user's own account. */
export const accountRoutes = createRouter()
  .openapi(me, async (c) => c.json(await readMe(c.get('ctx'), userOf(c).userId), 200))
  .openapi(patchMe, async (c) => {
    return c.json(await updateProfile(c.get('ctx'), userOf(c).userId, c.req.valid('json')), 200);
  })
  .openapi(patchPreferences, async (c) => {
    return c.json(await mergePreferences(c.get('ctx'), userOf(c).userId, c.req.valid('json')), 200);
  })
  .openapi(claimGrant, async (c) => {
    const { captchaToken } = c.req.valid('json');
    const ip = c.req.header('CF-Connecting-IP');
    return c.json(await claimSignupGrant(c.get('ctx'), { userId: userOf(c).userId, captchaToken, ip }), 200);
  })
  .openapi(signOut, async (c) => {
    const only = sessionOf(c);
    if (only) await endSessions(c.get('ctx'), { userId: userOf(c).userId, only, reason: 'signed_out' });
    clearSessionCookies(c);
    return c.body(null, 204);
  })
  .openapi(sessions, async (c) => {
    const { userId } = userOf(c);
    return c.json(await listSessions(c.get('ctx'), { userId, currentId: sessionOf(c) }), 200);
  })
  .openapi(endOne, async (c) => {
    const { sessionId: only } = c.req.valid('param');
    const ended = await endSessions(c.get('ctx'), { userId: userOf(c).userId, only, reason: 'ended_by_user' });
    if (ended === 0) throw new AppError('not_found', 'There is no such open session.');
    return c.body(null, 204);
  })
  .openapi(endOthers, async (c) => {
    const except = sessionOf(c);
    await endSessions(c.get('ctx'), { userId: userOf(c).userId, except, reason: 'ended_by_user' });
    return c.body(null, 204);
  })
  .openapi(logins, async (c) => {
    const page = c.req.valid('query');
    const whose = { userId: userOf(c).userId, currentSessionId: sessionOf(c) };
    return c.json(await listLogins(c.get('ctx'), { ...whose, cursor: page.cursor, limit: page.limit }), 200);
  })
  .openapi(tokens, async (c) => c.json(await listTokens(c.get('ctx'), userOf(c).userId), 200))
  .openapi(addToken, async (c) => {
    const asking = tokenOf(c);
    const { userId } = userOf(c);
    const { secondFactorCode, ...wish } = c.req.valid('json');
    await requireSecondFactor(c.get('ctx'), { userId, code: secondFactorCode });
    const created = await createApiToken(c.get('ctx'), { ...wish, userId, ...(asking ? { asking } : {}) });
    return c.json(created, 201);
  })
  .openapi(dropToken, async (c) => {
    const { tokenId } = c.req.valid('param');
    await revokeToken(c.get('ctx'), { userId: userOf(c).userId, tokenId });
    return c.body(null, 204);
  });
