import { createRoute, z } from '@hono/zod-openapi';
import { meSchema } from '../contract/users.ts';
import { DEMO_CREATOR, ensureDemoCreator } from '../services/accounts/demo-creator.ts';
import { readMe } from '../services/accounts/read-me.ts';
import { openSession } from '../services/sessions/open-session.ts';
import { createApiToken, makeRoomForToken } from '../services/tokens/create-token.ts';
import { allow, createRouter, json, problems } from './declare.ts';
import { clientOf, setSessionCookies } from './session-cookies.ts';

const demoSession = createRoute({
  method: 'post',
  path: '/api/dev/session',
  ...allow('development'),
  tags: ['development'],
  summary: 'Enter the studio as the demo creator',
  description: 'Does not exist in production.',
  responses: { ...problems, 200: json(meSchema, 'The demo creator; the session is in the cookie.') },
});

const makeToken = createRoute({
  method: 'post',
  path: '/api/dev/token',
  ...allow('development'),
  tags: ['development'],
  summary: 'A token of the demo creator',
  description: 'Does not exist in production.',
  responses: { ...problems, 201: json(z.strictObject({ token: z.string() }), 'Shown this once.') },
});

/** What makes the product usable on a fresh machine without an account. */
export const developmentRoutes = createRouter()
  .openapi(demoSession, async (c) => {
    const ctx = c.get('ctx');
    await ensureDemoCreator(ctx);
    const me = await readMe(ctx, DEMO_CREATOR.userId);
    const session = { userId: me.id, role: me.role, method: 'demo', client: clientOf(c) } as const;
    setSessionCookies(c, await openSession(ctx, session));
    return c.json(me, 200);
  })
  .openapi(makeToken, async (c) => {
    const ctx = c.get('ctx');
    await ensureDemoCreator(ctx);
    await makeRoomForToken(ctx, DEMO_CREATOR.userId);
    const { token } = await createApiToken(ctx, { userId: DEMO_CREATOR.userId, name: 'made by npm run demo:token' });
    return c.json({ token }, 201);
  });
