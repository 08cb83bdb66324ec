import { expect, test } from 'vitest';
import { voiceSchema } from '../../../worker/contract/speech.ts';
import { type Vendor, vendorListSchema } from '../../../worker/contract/vendors.ts';
import { ruleOf } from '../../../worker/pricing/price.ts';
import { PRICE_BOOK } from '../../../worker/pricing/price-book.ts';
import { VENDOR_LISTS } from '../../../worker/providers/registry.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { createUser } from '../../support/users.ts';

const list = async (user?: Awaited<ReturnType<typeof createUser>>): Promise<Vendor[]> =>
  vendorListSchema.parse(await jsonOf(await api('/api/vendors', user ? { user } : {}))).items;

const vendor = async (id: string): Promise<Vendor> => {
  const found = (await list()).find((item) => item.id === id);
  if (!found) throw new Error(`${id} is not listed`);
  return found;
};

test('every vendor but the internal ones is listed, the house first, each with its price', async () => {
  const items = await list();
  expect(items.map(({ id }) => id)).toEqual(['unicorn', 'elevenlabs', 'openai', 'azure', 'fal']);
  expect(VENDOR_LISTS.internal).toEqual(['minimax']);
  for (const { id, price } of items) expect(price).toEqual(ruleOf(PRICE_BOOK, id));
});

test('an operator sees the internal vendor as well, and nobody else does', async () => {
  const idsFor = async (role: 'paid' | 'admin') => (await list(await createUser({ role }))).map(({ id }) => id);
  expect(await idsFor('admin')).toContain('minimax');
  expect(await idsFor('paid')).not.toContain('minimax');
});

test('a control that a vendor lacks is null, and one it has says how far it goes', async () => {
  const { capabilities } = await vendor('elevenlabs');
  expect(capabilities).toMatchObject({ speed: { min: 0.7, max: 1.2 }, pitch: null, volume: null, seed: true });
  expect(capabilities.tuning.map(({ id }) => id)).toContain('stability');
});

test('where instructions change what one call takes, both limits are told', async () => {
  const { limits, instructedLimits } = await vendor('openai');
  expect(limits).toEqual({ unit: 'characters', maxPerCall: 4_096 });
  expect(instructedLimits).toEqual({ unit: 'utf8_bytes', maxPerCall: 2_000 });
  expect((await vendor('azure')).instructedLimits).toBeNull();
});

test('a voice is found by its id, and none by an id that nobody has', async () => {
  expect(voiceSchema.parse(await jsonOf(await api('/api/voices/unicorn:bruno')))).toMatchObject({ name: 'Bruno' });
  expect((await problemOf(await api('/api/voices/unicorn:zeus'))).code).toBe('not_found');
});
