import { env } from 'cloudflare:workers';
import type { AddVendorKey, VendorKey } from '../../worker/contract/admin-vendors.ts';
import { vendorMemoryOf } from '../../worker/providers/roster.ts';
import { api, jsonOf } from './api.ts';
import { createUser, type TestUser } from './users.ts';

/** What was written past the product is seen at the next call. */
export const lookAgain = (): void => {
  vendorMemoryOf(env).roster = undefined;
};

/** Every vendor is well again, with the keys of the settings alone. */
export const resetVendors = async (): Promise<void> => {
  await env.DB.batch(
    [
      'DELETE FROM vendor_circuits',
      'DELETE FROM vendor_pace',
      'DELETE FROM voice_template_voices',
      'DELETE FROM voice_templates',
      'DELETE FROM vendor_keys',
      'UPDATE vendor_settings SET is_enabled = 1',
    ].map((sql) => env.DB.prepare(sql)),
  );
  lookAgain();
};

/** Every model is offered at the price of the code's book, with nobody to stand in. Editions stay: no version comes twice. */
export const resetModels = async (): Promise<void> => {
  await env.DB.prepare('UPDATE model_profiles SET is_enabled = 1, price = NULL, fallback_model_id = NULL').run();
  lookAgain();
};

export const superadmin = (): Promise<TestUser> => createUser({ role: 'superadmin' });

let lastKey = 0;

/** Adds a key of the house by the API; Unicorn's sandbox takes any that begins so. */
export const addVendorKey = async (
  user: TestUser,
  own: Partial<AddVendorKey> = {},
  vendor = 'unicorn',
): Promise<VendorKey> => {
  lastKey += 1;
  const json = { label: `Key ${lastKey}`, apiKey: `uni_of_the_tests_${lastKey}`, reason: 'A test', ...own };
  return jsonOf<VendorKey>(await api(`/api/admin/vendors/${vendor}/keys`, { user, json }), 201);
};
