import { env } from 'cloudflare:workers';
import { afterEach, expect, test } from 'vitest';
import type { AdminVendor, AdminVendorList, AdminVendorView } from '../../../worker/contract/admin-vendors.ts';
import type { VendorStatusList } from '../../../worker/contract/vendor-status.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { deliver, jobFacts } from '../../support/jobs.ts';
import { orderJob } from '../../support/orders.ts';
import { orderFault, ownText } from '../../support/sandbox.ts';
import { createUser, liftLimits } from '../../support/users.ts';
import { addVendorKey, resetVendors, superadmin } from '../../support/vendors.ts';

await liftLimits();
afterEach(resetVendors);

const PATH = '/api/admin/vendors/openrouter';
const GOOD_KEY = { apiKey: 'sk-or-v1-sandbox-of-the-house' };

const viewOf = async () => jsonOf<AdminVendorView>(await api(PATH, { user: await createUser({ role: 'admin' }) }));
const vendorsNow = async () =>
  (await jsonOf<AdminVendorList>(await api('/api/admin/vendors', { user: await createUser({ role: 'admin' }) }))).items;
const change = async (json: object) =>
  api(PATH, { user: await createUser({ role: 'admin' }), method: 'PATCH', json: { reason: 'A test', ...json } });
const statusNow = async () =>
  (await jsonOf<VendorStatusList>(await api('/api/vendors/status'))).items.find(({ id }) => id === 'openrouter');
const wantsPicture = async (prompt = 'A windmill') => {
  const { userId } = await createUser({ credits: 100 });
  const ctx = testContext();
  return { ctx, order: () => orderJob(ctx, userId, { module: 'image', params: { prompt } }) };
};

test('it is among the vendors, without voices and without a price of its own', async () => {
  expect((await vendorsNow()).find(({ id }) => id === 'openrouter')).toMatchObject({
    name: 'OpenRouter',
    isInternal: false,
    isEnabled: true,
    source: 'sandbox',
    price: null,
    voices: null,
    state: 'ok',
  });
  expect(await viewOf()).toMatchObject({ keyFields: [], keys: [], templates: [] });
});

test('the house’s own voices are known to be in the code, those of a vendor are not', async () => {
  const vendors = await vendorsNow();
  expect(vendors.find(({ id }) => id === 'unicorn')?.voices).toMatchObject({ areInCode: true });
  expect(vendors.find(({ id }) => id === 'openai')?.voices).toMatchObject({ areInCode: false });
});

test('a key is tested, kept, used by the next picture, whose cost is noted, and retired', async () => {
  const user = await superadmin();
  const key = await addVendorKey(user, GOOD_KEY, 'openrouter');
  expect(key).toMatchObject({ hint: 'ouse', circuit: { state: 'whole' } });
  const { ctx, order } = await wantsPicture();
  const { job } = await order();
  await deliver(ctx, [job.jobId]);
  const call = await env.DB.prepare(
    'SELECT key_id AS keyId, cost_microdollars > 0 AS hasCost FROM provider_calls WHERE job_id = ?1',
  )
    .bind(job.jobId)
    .first();
  expect(call).toEqual({ keyId: key.id, hasCost: 1 });
  expect((await viewOf()).vendor).toMatchObject({ source: 'keys', keys: 1 });
  const path = `${PATH}/keys/${key.id}`;
  expect(await jsonOf(await api(`${path}/check`, { user, method: 'POST' }))).toMatchObject({ state: 'whole' });
  await jsonOf(await api(`${path}/retire`, { user, json: { reason: 'A test' } }));
  expect((await viewOf()).vendor).toMatchObject({ source: 'sandbox', keys: 0 });
});

test.each([
  ['that the vendor refuses', { apiKey: 'sk-wrong-and-secret' }, '/apiKey'],
  ['with an address', { ...GOOD_KEY, baseUrl: 'https://models.label.example' }, '/baseUrl'],
  ['with a region', { ...GOOD_KEY, region: 'westeurope' }, '/region'],
])('a key %s is not kept', async (_, own, pointer) => {
  const json = { label: 'A key', reason: 'A test', ...own };
  const problem = await problemOf(await api(`${PATH}/keys`, { user: await superadmin(), json }));
  expect(problem.errors?.map((error) => error.pointer)).toEqual([pointer]);
  expect((await viewOf()).keys).toEqual([]);
});

test('a price is refused, since its models have theirs', async () => {
  const problem = await problemOf(await change({ price: 5 }));
  expect(problem.errors).toMatchObject([{ pointer: '/price', code: 'invalid' }]);
});

test('it has no voices to list and none to assign', async () => {
  const user = await superadmin();
  expect((await problemOf(await api(`${PATH}/sync`, { user, method: 'POST' }))).code).toBe('not_found');
  const json = { keyId: 'any', voiceIds: ['unicorn:alba'], reason: 'A test' };
  const set = await api(`${PATH}/templates/Mine`, { user, method: 'PUT', json });
  expect((await problemOf(set)).code).toBe('not_found');
});

test('switched off, its models are refused and it is shown to nobody; what is sold is still made', async () => {
  const { ctx, order } = await wantsPicture();
  const { job } = await order();
  expect(await jsonOf<AdminVendor>(await change({ isEnabled: false }))).toMatchObject({ isEnabled: false });
  expect(await statusNow()).toBeUndefined();
  const { order: orderAnother } = await wantsPicture();
  await expect(orderAnother()).rejects.toMatchObject({ code: 'validation_failed' });
  await deliver(ctx, [job.jobId]);
  expect(await jobFacts(job.jobId)).toMatchObject({ status: 'completed' });
  await change({ isEnabled: true });
  expect((await orderAnother()).job.status).toBe('queued');
});

test('a key that its vendor refuses in the middle of work is out, and users read that the vendor is down', async () => {
  expect(await statusNow()).toMatchObject({ name: 'OpenRouter', state: 'ok' });
  const key = await addVendorKey(await superadmin(), GOOD_KEY, 'openrouter');
  const { tag } = ownText();
  await orderFault(tag, { kind: 'status', status: 401 }, null, 'openrouter');
  const { ctx, order } = await wantsPicture(`${tag} a windmill`);
  const { job } = await order();
  await deliver(ctx, [job.jobId]);
  expect((await viewOf()).keys.find(({ id }) => id === key.id)?.circuit).toMatchObject({ state: 'broken' });
  expect(await statusNow()).toMatchObject({ state: 'down' });
});
