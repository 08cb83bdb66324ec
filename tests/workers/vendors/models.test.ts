import { env } from 'cloudflare:workers';
import { afterEach, expect, test } from 'vitest';
import type { AdminModel, AdminModelList } from '../../../worker/contract/admin-models.ts';
import type { ParamsOf } from '../../../worker/contract/jobs.ts';
import type { Model } from '../../../worker/contract/models.ts';
import type { Module } from '../../../worker/contract/modules.ts';
import type { PriceBook } from '../../../worker/contract/money.ts';
import { PRICE_BOOK } from '../../../worker/pricing/price-book.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { deliver, jobFacts } from '../../support/jobs.ts';
import { orderJob, quoteFor } from '../../support/orders.ts';
import { orderFault, ownText } from '../../support/sandbox.ts';
import { createUser, liftLimits } from '../../support/users.ts';
import { resetModels, resetVendors } from '../../support/vendors.ts';

await liftLimits();
afterEach(async () => {
  await resetModels();
  await resetVendors();
});

const IMAGE = 'gemini-2.5-flash-image';
const FILM = 'kling-2.1-pro';

const operator = () => createUser({ role: 'admin' });
const modelsNow = async () => jsonOf<AdminModelList>(await api('/api/admin/models', { user: await operator() }));
const modelNow = async (modelId: string): Promise<AdminModel> => {
  const found = (await modelsNow()).items.find(({ id }) => id === modelId);
  if (!found) throw new Error(`no model ${modelId}`);
  return found;
};
const change = async (modelId: string, json: object) =>
  api(`/api/admin/models/${modelId}`, {
    user: await operator(),
    method: 'PATCH',
    json: { reason: 'A test', ...json },
  });
const pricesNow = async (version?: string) =>
  jsonOf<PriceBook>(await api(`/api/prices${version ? `?version=${version}` : ''}`));
const ruleIn = (book: PriceBook, modelId: string) => book.models.find((model) => model.modelId === modelId)?.rule;
const lastAction = () =>
  env.DB.prepare(
    `SELECT target_kind AS kind, target_id AS target, state_before AS old, state_after AS new FROM admin_actions
      WHERE action = 'model_changed' ORDER BY created_at DESC, id DESC LIMIT 1`,
  ).first();
const countActions = () =>
  env.DB.prepare(`SELECT COUNT(*) AS n FROM admin_actions WHERE action = 'model_changed'`).first<number>('n');
const wants = async <M extends Module>(module: M, params: ParamsOf<M>) => {
  const { userId } = await createUser({ credits: 1_000 });
  const ctx = testContext();
  return {
    ctx,
    quote: () => quoteFor(ctx, userId, { module, params }),
    order: () => orderJob(ctx, userId, { module, params }),
  };
};

test('every model of the price book is listed, with its vendor, averages and stand-in', async () => {
  const { items, priceVersion } = await modelsNow();
  expect(items.map(({ id }) => id)).toEqual(PRICE_BOOK.models.map(({ modelId }) => modelId));
  expect(priceVersion).toBe((await pricesNow()).version);
  expect(items.find(({ id }) => id === IMAGE)).toMatchObject({
    name: 'Gemini 2.5 Flash Image',
    module: 'image',
    provider: 'openrouter',
    vendorModel: 'google/gemini-2.5-flash-image',
    isEnabled: true,
    isVendorEnabled: true,
    isSetByVendor: false,
    standInId: null,
  });
  expect(items.find(({ id }) => id === 'openai')).toMatchObject({ module: 'tts', isSetByVendor: true });
});

test('what a model made, failed and cost in the last day is counted; what was given again is not', async () => {
  const before = await modelNow(IMAGE);
  const params = { prompt: 'A tower', seed: 11 };
  const { ctx, order } = await wants('image', params);
  const { job } = await order();
  await deliver(ctx, [job.jobId]);
  expect((await order()).job).toMatchObject({ status: 'completed', costCredits: 0 });
  const { tag } = ownText();
  await orderFault(tag, { kind: 'status', status: 400 }, null, 'openrouter');
  const failing = await wants('image', { prompt: `${tag} a tower` });
  await deliver(failing.ctx, [(await failing.order()).job.jobId]);
  const after = await modelNow(IMAGE);
  expect(after.lastDay).toEqual({ made: before.lastDay.made + 1, failed: before.lastDay.failed + 1 });
  expect(after.averageCostMicrodollars).toBeGreaterThan(0);
  expect(after.samples).toBe(before.samples + 1);
});

test('what ended more than a day ago is not counted', async () => {
  const { ctx, order } = await wants('image', { prompt: 'An old tower' });
  const { job } = await order();
  await deliver(ctx, [job.jobId]);
  const { made } = (await modelNow(IMAGE)).lastDay;
  await env.DB.prepare('UPDATE jobs SET completed_at = completed_at - 86400001 WHERE id = ?1').bind(job.jobId).run();
  expect((await modelNow(IMAGE)).lastDay.made).toBe(made - 1);
});

test('a price is a new version of the book, is asked at once, and the old book can still be read', async () => {
  const before = await pricesNow();
  const changed = await jsonOf<AdminModel>(await change(IMAGE, { price: 12, freePerDay: 1 }));
  expect(changed.rule).toEqual({ kind: 'free_quota', freePerDay: 1, creditsAfter: 12 });
  const after = await pricesNow();
  expect(after.version).not.toBe(before.version);
  expect(ruleIn(after, IMAGE)).toEqual(changed.rule);
  expect(await pricesNow(before.version)).toEqual(before);
  expect(await lastAction()).toEqual({
    kind: 'model',
    target: IMAGE,
    old: '{"isEnabled":true,"standIn":null,"price":10,"freePerDay":2}',
    new: '{"isEnabled":true,"standIn":null,"price":12,"freePerDay":1}',
  });
  const { quote } = await wants('image', { prompt: 'A bridge', count: 3 });
  expect(await quote()).toMatchObject({ costCredits: 24, free: { perDay: 1 } });
});

test('a film’s price is of its unit, and its unit stays', async () => {
  const changed = await jsonOf<AdminModel>(await change(FILM, { price: 130 }));
  expect(changed.rule).toEqual({ kind: 'per_unit_duration', creditsPerUnit: 130, unitSeconds: 5 });
  expect(await lastAction()).toMatchObject({ new: '{"isEnabled":true,"standIn":null,"price":130}' });
});

test('one operator sets the price and another the free ones at once: both hold', async () => {
  await change(IMAGE, { price: 20 });
  const replies = await Promise.all([change(IMAGE, { price: 21 }), change(IMAGE, { freePerDay: 4 })]);
  expect(replies.map(({ status }) => status)).toEqual([200, 200]);
  expect((await modelNow(IMAGE)).rule).toEqual({ kind: 'free_quota', freePerDay: 4, creditsAfter: 21 });
});

test('changes of vendors and of models are counted through: no version is given twice', async () => {
  const versions = new Set<string>();
  const setVendor = async (price: number) =>
    api('/api/admin/vendors/openai', { user: await operator(), method: 'PATCH', json: { price, reason: 'A test' } });
  for (const price of [51, 52]) {
    await change(IMAGE, { price });
    versions.add((await pricesNow()).version);
    await setVendor(price);
    versions.add((await pricesNow()).version);
  }
  expect(versions.size).toBe(4);
});

test('what is as it was wished changes nothing and writes nothing', async () => {
  await change(IMAGE, { price: 15 });
  const [version, actions] = [(await pricesNow()).version, await countActions()];
  const same = await change(IMAGE, { price: 15, freePerDay: 2, isEnabled: true, standInId: null });
  expect(same.status).toBe(200);
  expect([(await pricesNow()).version, await countActions()]).toEqual([version, actions]);
});

test('a model that is switched off is refused and its sold jobs are made; switched on it is taken again', async () => {
  const { ctx, order, quote } = await wants('image', { prompt: 'A well' });
  const { job } = await order();
  const { version } = await pricesNow();
  expect(await jsonOf(await change(IMAGE, { isEnabled: false }))).toMatchObject({ isEnabled: false });
  await expect(order()).rejects.toMatchObject({ code: 'validation_failed' });
  await expect(quote()).rejects.toMatchObject({ code: 'validation_failed' });
  await deliver(ctx, [job.jobId]);
  expect(await jobFacts(job.jobId)).toMatchObject({ status: 'completed' });
  expect((await pricesNow()).version).toBe(version);
  await change(IMAGE, { isEnabled: true });
  expect((await order()).job.status).toBe('queued');
});

test('who stands in is named, shown and taken back', async () => {
  const standIn = async (standInId: string | null) =>
    (await jsonOf<AdminModel>(await change(FILM, { standInId }))).standInId;
  expect(await standIn('kling-2.1-standard')).toBe('kling-2.1-standard');
  expect(await lastAction()).toMatchObject({ new: '{"isEnabled":true,"standIn":"kling-2.1-standard","price":100}' });
  expect(await standIn(null)).toBeNull();
});

test('everybody reads what may be chosen, how long it takes and what it takes; internal models and those switched off are not among it', async () => {
  const offered = async (module?: string) =>
    (await jsonOf<{ items: Model[] }>(await api(`/api/models${module ? `?module=${module}` : ''}`))).items;
  const { previewMs, finalMs, rule } = await modelNow(IMAGE);
  expect(await offered('image')).toEqual([
    {
      id: IMAGE,
      module: 'image',
      name: 'Gemini 2.5 Flash Image',
      rule,
      etaMs: previewMs + finalMs + 10_000,
      limits: { promptChars: 2_000, images: 4, imageBytes: 10 * 1024 * 1024 },
    },
  ]);
  expect((await offered('tts')).map(({ id }) => id)).toEqual(['unicorn', 'openai', 'elevenlabs', 'azure', 'fal']);
  await change(FILM, { isEnabled: false });
  expect((await offered('img2vid_noaudio')).map(({ id }) => id)).toEqual(['kling-2.1-standard']);
  const user = await operator();
  await api('/api/admin/vendors/fal', { user, method: 'PATCH', json: { isEnabled: false, reason: 'A test' } });
  expect(await modelNow('veed-avatars')).toMatchObject({ isEnabled: true, isVendorEnabled: false });
  expect((await offered()).filter(({ module }) => module !== 'text').map(({ id }) => id)).toEqual([
    'unicorn',
    'openai',
    'elevenlabs',
    'azure',
    IMAGE,
  ]);
});

test.each([
  ['itself as its stand-in', FILM, { standInId: FILM }, '/standInId'],
  ['a stand-in of another module', FILM, { standInId: IMAGE }, '/standInId'],
  ['a stand-in that is not there', FILM, { standInId: 'nobody' }, '/standInId'],
  ['a film for nothing', FILM, { price: 0 }, '/price'],
  ['free films', FILM, { freePerDay: 1 }, '/freePerDay'],
  ['a fraction', IMAGE, { price: 1.5 }, '/price'],
  ['less than nothing', IMAGE, { price: -1 }, '/price'],
  ['too much', IMAGE, { price: 100_001 }, '/price'],
  ['too many free ones', IMAGE, { freePerDay: 1_001 }, '/freePerDay'],
  ['another kind of price', IMAGE, { rule: { kind: 'flat', credits: 1 } }, '/rule'],
  ['no reason', IMAGE, { isEnabled: false, reason: ' ' }, '/reason'],
  ['a switch of speech', 'openai', { isEnabled: false }, '/isEnabled'],
  ['a price of speech', 'openai', { price: 12 }, '/price'],
  ['a stand-in of speech', 'openai', { standInId: 'azure' }, '/standInId'],
])('%s is refused, and nothing is written', async (_, modelId, json, pointer) => {
  const [before, actions] = [await modelNow(modelId), await countActions()];
  const problem = await problemOf(await change(modelId, json));
  expect([problem.status, problem.errors?.map((error) => error.pointer)]).toEqual([422, [pointer]]);
  expect([await modelNow(modelId), await countActions()]).toEqual([before, actions]);
});

test('a model that never was is not found', async () => {
  expect((await problemOf(await change('nobody', { isEnabled: false }))).code).toBe('not_found');
});
