import { createRoute, z } from '@hono/zod-openapi';
import {
  addVendorKeySchema,
  adminVendorListSchema,
  adminVendorSchema,
  adminVendorViewSchema,
  adminVoiceListSchema,
  adminVoiceQuerySchema,
  changeVendorKeySchema,
  changeVendorSchema,
  circuitSchema,
  retireVendorKeySchema,
  setVoiceTemplateSchema,
  templateNameSchema,
  vendorKeySchema,
  voiceSyncSchema,
  voiceTemplateSchema,
} from '../contract/admin-vendors.ts';
import { type AppContext, userOf } from '../http.ts';
import { addKey } from '../services/vendors/add-key.ts';
import { changeKey } from '../services/vendors/change-key.ts';
import { changeVendor } from '../services/vendors/change-vendor.ts';
import { findSpeechVendor } from '../services/vendors/find-vendor.ts';
import { listAdminVendors } from '../services/vendors/list-admin-vendors.ts';
import { readAdminVendor } from '../services/vendors/read-admin-vendor.ts';
import { removeTemplate } from '../services/vendors/remove-template.ts';
import { retireKey } from '../services/vendors/retire-key.ts';
import { setTemplate } from '../services/vendors/set-template.ts';
import { tryKey } from '../services/vendors/try-key.ts';
import { listAdminVoices } from '../services/voices/list-admin-voices.ts';
import { syncVoices } from '../services/voices/sync-voices.ts';
import { allow, createRouter, json, jsonBody, problems } from './declare.ts';
import { originOf } from './session-cookies.ts';

const tags = ['operators'];
const ofVendor = z.object({ vendorId: z.string() });
const ofKey = ofVendor.extend({ keyId: z.string() });
const ofTemplate = ofVendor.extend({ templateName: templateNameSchema });

const list = createRoute({
  method: 'get',
  path: '/api/admin/vendors',
  ...allow('operate'),
  tags,
  summary: 'Every vendor, and how it is',
  responses: { ...problems, 200: json(adminVendorListSchema, 'Internal vendors too, and those switched off.') },
});

const view = createRoute({
  method: 'get',
  path: '/api/admin/vendors/{vendorId}',
  ...allow('operate'),
  tags,
  summary: 'One vendor',
  request: { params: ofVendor },
  responses: { ...problems, 200: json(adminVendorViewSchema, 'Its keys, templates and latest calls.') },
});

const change = createRoute({
  method: 'patch',
  path: '/api/admin/vendors/{vendorId}',
  ...allow('manage_vendors'),
  tags,
  summary: 'Switch a vendor on or off, or set its price',
  description: 'A price gives a new version of the price book; what is sold keeps its own. Felt within a minute.',
  request: { params: ofVendor, body: jsonBody(changeVendorSchema) },
  responses: { ...problems, 200: json(adminVendorSchema, 'The vendor as it is now.') },
});

const sync = createRoute({
  method: 'post',
  path: '/api/admin/vendors/{vendorId}/sync',
  ...allow('manage_vendors'),
  tags,
  summary: 'Have a vendor list its voices anew',
  request: { params: ofVendor },
  responses: { ...problems, 200: json(voiceSyncSchema, 'How many it lists, or why it does not.') },
});

const listOfVoices = createRoute({
  method: 'get',
  path: '/api/admin/voices',
  ...allow('operate'),
  tags,
  summary: 'The stored voices of every vendor, those that have vanished too',
  request: { query: adminVoiceQuerySchema },
  responses: { ...problems, 200: json(adminVoiceListSchema, 'A page of voices by name.') },
});

const add = createRoute({
  method: 'post',
  path: '/api/admin/vendors/{vendorId}/keys',
  ...allow('manage_vendor_keys'),
  tags,
  summary: 'Add a key of the house',
  description: 'Tested by a call to the vendor first, then sealed; it is never shown again.',
  request: { params: ofVendor, body: jsonBody(addVendorKeySchema) },
  responses: { ...problems, 201: json(vendorKeySchema, 'What is shown of it.') },
});

const changeOfKey = createRoute({
  method: 'patch',
  path: '/api/admin/vendors/{vendorId}/keys/{keyId}',
  ...allow('manage_vendor_keys'),
  tags,
  summary: 'Give a key another label, or have it pause',
  request: { params: ofKey, body: jsonBody(changeVendorKeySchema) },
  responses: { ...problems, 200: json(vendorKeySchema, 'The key as it is now.') },
});

const retire = createRoute({
  method: 'post',
  path: '/api/admin/vendors/{vendorId}/keys/{keyId}/retire',
  ...allow('manage_vendor_keys'),
  tags,
  summary: 'Retire a key for good',
  description: 'Calls under way go to their end; the key itself is forgotten.',
  request: { params: ofKey, body: jsonBody(retireVendorKeySchema) },
  responses: { ...problems, 200: json(vendorKeySchema, 'What is left of it.') },
});

const check = createRoute({
  method: 'post',
  path: '/api/admin/vendors/{vendorId}/keys/{keyId}/check',
  ...allow('manage_vendors'),
  tags,
  summary: 'Ask the vendor about a key',
  description: 'Costs nothing. The vendor’s own name in the place of the key’s id means the key of the settings.',
  request: { params: ofKey },
  responses: { ...problems, 200: json(circuitSchema, 'Whether it is used from now on.') },
});

const set = createRoute({
  method: 'put',
  path: '/api/admin/vendors/{vendorId}/templates/{templateName}',
  ...allow('manage_vendors'),
  tags,
  summary: 'Assign a group of voices to a key',
  request: { params: ofTemplate, body: jsonBody(setVoiceTemplateSchema) },
  responses: { ...problems, 200: json(voiceTemplateSchema, 'The template as it is now.') },
});

const remove = createRoute({
  method: 'delete',
  path: '/api/admin/vendors/{vendorId}/templates/{templateName}',
  ...allow('manage_vendors'),
  tags,
  summary: 'Take a group of voices apart',
  request: { params: ofTemplate },
  responses: { ...problems, 204: { description: 'Its voices go by any key.' } },
});

const orderOf = (c: AppContext, provider: string) => ({ operatorId: userOf(c).userId, origin: originOf(c), provider });

/** The operators' side of vendors: keys, prices, health, voices. */
export const adminVendorRoutes = createRouter()
  .openapi(list, async (c) => c.json(await listAdminVendors(c.get('ctx')), 200))
  .openapi(view, async (c) => c.json(await readAdminVendor(c.get('ctx'), c.req.valid('param').vendorId), 200))
  .openapi(change, async (c) => {
    const order = { ...orderOf(c, c.req.valid('param').vendorId), ...c.req.valid('json') };
    return c.json(await changeVendor(c.get('ctx'), order), 200);
  })
  .openapi(listOfVoices, async (c) => c.json(await listAdminVoices(c.get('ctx'), c.req.valid('query')), 200))
  .openapi(sync, async (c) => {
    return c.json(await syncVoices(c.get('ctx'), findSpeechVendor(c.req.valid('param').vendorId)), 200);
  })
  .openapi(add, async (c) => {
    const order = { ...orderOf(c, c.req.valid('param').vendorId), ...c.req.valid('json') };
    return c.json(await addKey(c.get('ctx'), order), 201);
  })
  .openapi(changeOfKey, async (c) => {
    const { vendorId, keyId } = c.req.valid('param');
    const { secondFactorCode, ...wishes } = c.req.valid('json');
    return c.json(await changeKey(c.get('ctx'), { ...orderOf(c, vendorId), ...wishes, keyId, secondFactorCode }), 200);
  })
  .openapi(retire, async (c) => {
    const { vendorId, keyId } = c.req.valid('param');
    const { reason, secondFactorCode } = c.req.valid('json');
    return c.json(await retireKey(c.get('ctx'), { ...orderOf(c, vendorId), keyId, reason, secondFactorCode }), 200);
  })
  .openapi(check, async (c) => {
    const { vendorId, keyId } = c.req.valid('param');
    return c.json(await tryKey(c.get('ctx'), { provider: vendorId, keyId }), 200);
  })
  .openapi(set, async (c) => {
    const { vendorId, templateName } = c.req.valid('param');
    const order = { ...orderOf(c, vendorId), ...c.req.valid('json'), name: templateName };
    return c.json(await setTemplate(c.get('ctx'), order), 200);
  })
  .openapi(remove, async (c) => {
    const { vendorId, templateName } = c.req.valid('param');
    await removeTemplate(c.get('ctx'), { ...orderOf(c, vendorId), name: templateName, reason: null });
    return c.body(null, 204);
  });
