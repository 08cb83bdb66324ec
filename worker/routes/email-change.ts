import { createRoute } from '@hono/zod-openapi';
import { codeSentSchema, codeVerifySchema, emailChangeSchema } from '../contract/identity.ts';
import { meSchema } from '../contract/users.ts';
import { userOf } from '../http.ts';
import { requestEmailChange } from '../services/email-change/request-email-change.ts';
import { verifyEmailChange } from '../services/email-change/verify-email-change.ts';
import { guestAddress } from '../services/guests/address.ts';
import { allow, createRouter, json, jsonBody, problems } from './declare.ts';

const sendCode = createRoute({
  method: 'post',
  path: '/api/users/me/email',
  ...allow('manage_account'),
  tags: ['account'],
  summary: 'Ask for another e-mail address',
  description: 'Sends a code to it. The answer is the same whether or not the address has an account.',
  request: { body: jsonBody(emailChangeSchema) },
  responses: { ...problems, 202: json(codeSentSchema, 'A code is on its way to the new address.') },
});

const verify = createRoute({
  method: 'post',
  path: '/api/users/me/email/verify',
  ...allow('manage_account'),
  tags: ['account'],
  summary: 'Take the new address with its code',
  description: 'You sign in with it from then on; the old address is told. Sessions and tokens stay.',
  request: { body: jsonBody(codeVerifySchema) },
  responses: { ...problems, 200: json(meSchema, 'Your account, with its new address.') },
});

/** Another address for one's account. */
export const emailChangeRoutes = createRouter()
  .openapi(sendCode, async (c) => {
    const { email, secondFactorCode } = c.req.valid('json');
    const address = guestAddress(c.req.raw.headers);
    const { userId } = userOf(c);
    return c.json(await requestEmailChange(c.get('ctx'), { userId, email, address, secondFactorCode }), 202);
  })
  .openapi(verify, async (c) => {
    return c.json(await verifyEmailChange(c.get('ctx'), { userId: userOf(c).userId, ...c.req.valid('json') }), 200);
  });
