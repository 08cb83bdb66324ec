import { createRoute, z } from '@hono/zod-openapi';
import { OWN_KEY_PROVIDERS } from '../contract/own-key-providers.ts';
import { ownKeyListSchema, ownKeySchema, saveOwnKeySchema } from '../contract/own-keys.ts';
import { userOf } from '../http.ts';
import { checkOwnKey } from '../services/own-keys/check-own-key.ts';
import { findOwnKey } from '../services/own-keys/find-own-key.ts';
import { listOwnKeys } from '../services/own-keys/list-own-keys.ts';
import { removeOwnKey } from '../services/own-keys/remove-own-key.ts';
import { saveOwnKey } from '../services/own-keys/save-own-key.ts';
import { allow, createRouter, json, jsonBody, problems } from './declare.ts';

const forLooking = { ...allow('read_own'), tags: ['own keys'] };
const forManaging = { ...allow('manage_account'), tags: ['own keys'] };
const params = z.object({
  provider: z.string().meta({ description: `One of ${OWN_KEY_PROVIDERS.join(', ')}.`, example: 'elevenlabs' }),
});

const list = createRoute({
  method: 'get',
  path: '/api/keys',
  ...forLooking,
  summary: 'Your own keys of vendors',
  responses: { ...problems, 200: json(ownKeyListSchema, 'What is shown of them; the keys themselves never are.') },
});

const find = createRoute({
  method: 'get',
  path: '/api/keys/{provider}',
  ...forLooking,
  summary: 'Your own key of a vendor',
  request: { params },
  responses: { ...problems, 200: json(ownKeySchema, 'What is shown of it.') },
});

const save = createRoute({
  method: 'put',
  path: '/api/keys/{provider}',
  ...forManaging,
  summary: 'Keep your own key of a vendor',
  description: 'Tested by a call to the vendor first, then sealed. It takes the place of an earlier one.',
  request: { params, body: jsonBody(saveOwnKeySchema) },
  responses: { ...problems, 200: json(ownKeySchema, 'It is kept.') },
});

const check = createRoute({
  method: 'post',
  path: '/api/keys/{provider}/check',
  ...forManaging,
  summary: 'Ask the vendor about your key again',
  request: { params },
  responses: { ...problems, 200: json(ownKeySchema, 'What the vendor says now.') },
});

const remove = createRoute({
  method: 'delete',
  path: '/api/keys/{provider}',
  ...forManaging,
  summary: 'Forget your own key of a vendor',
  request: { params },
  responses: { ...problems, 204: { description: 'It is forgotten.' } },
});

/** A person's own keys of vendors, in the vault. */
export const ownKeyRoutes = createRouter()
  .openapi(list, async (c) => c.json(await listOwnKeys(c.get('ctx'), userOf(c).userId), 200))
  .openapi(find, async (c) => {
    const { provider } = c.req.valid('param');
    return c.json(await findOwnKey(c.get('ctx'), { userId: userOf(c).userId, provider }), 200);
  })
  .openapi(save, async (c) => {
    const { provider } = c.req.valid('param');
    const key = { ...c.req.valid('json'), userId: userOf(c).userId, provider };
    return c.json(await saveOwnKey(c.get('ctx'), key), 200);
  })
  .openapi(check, async (c) => {
    const { provider } = c.req.valid('param');
    return c.json(await checkOwnKey(c.get('ctx'), { userId: userOf(c).userId, provider }), 200);
  })
  .openapi(remove, async (c) => {
    const { provider } = c.req.valid('param');
    await removeOwnKey(c.get('ctx'), { userId: userOf(c).userId, provider });
    return c.body(null, 204);
  });
