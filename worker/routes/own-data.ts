import { createRoute } from '@hono/zod-openapi';
import { stepUpSchema } from '../contract/second-factor.ts';
import { meSchema } from '../contract/users.ts';
import { sessionOf, userOf } from '../http.ts';
import { callOffDeletion } from '../services/deletion/call-off-deletion.ts';
import { planDeletion } from '../services/deletion/plan-deletion.ts';
import { exportAccount } from '../services/export/export-account.ts';
import { allow, bytes, createRouter, json, jsonBody, problems } from './declare.ts';

const planEnd = createRoute({
  method: 'post',
  path: '/api/users/me/deletion',
  ...allow('manage_account'),
  tags: ['account'],
  summary: 'Delete your account, in 30 days',
  description: 'Until then everything works, and you may change your mind. Your other sessions end at once.',
  request: { body: jsonBody(stepUpSchema) },
  responses: { ...problems, 200: json(meSchema, 'Your account, with the day of its end.') },
});

const keep = createRoute({
  method: 'delete',
  path: '/api/users/me/deletion',
  ...allow('manage_account'),
  tags: ['account'],
  summary: 'Keep your account',
  responses: { ...problems, 200: json(meSchema, 'Your account, which stays.') },
});

const exportAll = createRoute({
  method: 'get',
  path: '/api/users/me/export.zip',
  ...allow('manage_account'),
  tags: ['account'],
  summary: 'All that is your own, as one ZIP',
  description: 'Profile, ledger, jobs, history, sessions, tokens without their secrets, and the files under `media/`.',
  responses: { ...problems, 200: bytes('application/zip', 'The ZIP, while it is written.') },
});

/** What one has here, to take along, and the end of it. */
export const ownDataRoutes = createRouter()
  .openapi(planEnd, async (c) => {
    const { secondFactorCode } = c.req.valid('json');
    const who = { userId: userOf(c).userId, keepSessionId: sessionOf(c) };
    return c.json(await planDeletion(c.get('ctx'), { ...who, secondFactorCode }), 200);
  })
  .openapi(exportAll, async (c) => {
    const { fileName, body } = await exportAccount(c.get('ctx'), userOf(c).userId);
    return c.body(body, 200, {
      'Content-Type': 'application/zip',
      'Content-Disposition': `attachment; filename="${fileName}"`,
    });
  })
  .openapi(keep, async (c) => c.json(await callOffDeletion(c.get('ctx'), userOf(c).userId), 200));
