import { createRoute } from '@hono/zod-openapi';
import {
  recoveryCodesSchema,
  secondFactorCodeSchema,
  secondFactorSetupSchema,
  secondFactorStateSchema,
  stepUpSchema,
} from '../contract/second-factor.ts';
import { userOf } from '../http.ts';
import { beginSecondFactor } from '../services/second-factor/begin-second-factor.ts';
import { confirmSecondFactor } from '../services/second-factor/confirm-second-factor.ts';
import { endSecondFactor } from '../services/second-factor/end-second-factor.ts';
import { readSecondFactor } from '../services/second-factor/read-second-factor.ts';
import { replaceRecoveryCodes } from '../services/second-factor/replace-recovery-codes.ts';
import { allow, createRouter, json, jsonBody, problems } from './declare.ts';

const forLooking = { ...allow('read_own'), tags: ['second factor'] };
const forManaging = { ...allow('manage_account'), tags: ['second factor'] };

const state = createRoute({
  method: 'get',
  path: '/api/second-factor',
  ...forLooking,
  summary: 'Whether a second factor is on',
  responses: { ...problems, 200: json(secondFactorStateSchema, 'How it stands.') },
});

const begin = createRoute({
  method: 'post',
  path: '/api/second-factor',
  ...forManaging,
  summary: 'Begin a second factor',
  description: 'Gives a secret for an authenticator app. It is on once a code of the app has confirmed it.',
  responses: { ...problems, 201: json(secondFactorSetupSchema, 'The secret, shown this once.') },
});

const confirm = createRoute({
  method: 'post',
  path: '/api/second-factor/confirm',
  ...forManaging,
  summary: 'Turn the second factor on',
  request: { body: jsonBody(secondFactorCodeSchema) },
  responses: { ...problems, 200: json(recoveryCodesSchema, 'It is on. The recovery codes are shown this once.') },
});

const end = createRoute({
  method: 'delete',
  path: '/api/second-factor',
  ...forManaging,
  summary: 'Turn the second factor off',
  request: { body: jsonBody(stepUpSchema) },
  responses: { ...problems, 204: { description: 'It is off.' } },
});

const replaceCodes = createRoute({
  method: 'post',
  path: '/api/second-factor/recovery-codes',
  ...forManaging,
  summary: 'Make new recovery codes',
  description: 'The earlier ones are of no use any more.',
  request: { body: jsonBody(stepUpSchema) },
  responses: { ...problems, 200: json(recoveryCodesSchema, 'The recovery codes, shown this once.') },
});

/** The optional second factor of an account. */
export const secondFactorRoutes = createRouter()
  .openapi(state, async (c) => c.json(await readSecondFactor(c.get('ctx'), userOf(c).userId), 200))
  .openapi(begin, async (c) => c.json(await beginSecondFactor(c.get('ctx'), userOf(c).userId), 201))
  .openapi(confirm, async (c) => {
    const { code } = c.req.valid('json');
    return c.json(await confirmSecondFactor(c.get('ctx'), { userId: userOf(c).userId, code }), 200);
  })
  .openapi(end, async (c) => {
    const { secondFactorCode: code } = c.req.valid('json');
    await endSecondFactor(c.get('ctx'), { userId: userOf(c).userId, code });
    return c.body(null, 204);
  })
  .openapi(replaceCodes, async (c) => {
    const { secondFactorCode: code } = c.req.valid('json');
    return c.json(await replaceRecoveryCodes(c.get('ctx'), { userId: userOf(c).userId, code }), 200);
  });
