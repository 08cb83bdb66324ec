import type { AddVendorKey, VendorKeyField } from '../../contract/admin-vendors.ts';
import type { FieldProblem } from '../../contract/problem.ts';
import { invalidFields } from '../../errors.ts';
import type { VendorId } from '../../providers/vendors.ts';

/** What else a vendor has to know of an account, or may. */
export const KEY_FIELDS: Readonly<Record<VendorId, readonly VendorKeyField[]>> = {
  unicorn: ['baseUrl'],
  elevenlabs: ['baseUrl'],
  openai: [],
  azure: ['region'],
  minimax: ['groupId'],
  fal: [],
  openrouter: [],
};

/** Without these a key is of no use. */
const NEEDED: readonly VendorKeyField[] = ['region'];

/** @throws AppError validation_failed for a field that the vendor does not have, or that is missing. */
export const checkKeyFields = (provider: VendorId, key: AddVendorKey): void => {
  const own = KEY_FIELDS[provider];
  const errors = (['baseUrl', 'region', 'groupId'] as const).flatMap((field): FieldProblem[] => {
    const pointer = `/${field}`;
    if (key[field] !== undefined && !own.includes(field)) {
      return [{ pointer, code: 'unknown_key', message: 'A key of this vendor has no such thing.' }];
    }
    return key[field] === undefined && own.includes(field) && NEEDED.includes(field)
      ? [{ pointer, code: 'required', message: 'A key of this vendor is good in one region only: name it.' }]
      : [];
  });
  if (errors.length > 0) throw invalidFields(errors);
};
