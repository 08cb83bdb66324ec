import type { AddVendorKey } from '../../../worker/contract/admin-vendors.ts';
import { read, routes, until } from './client.ts';
import type { AdminVoiceFilter, VoiceTemplate } from './wire.ts';

const { vendors, voices } = routes.admin;
const one = vendors[':vendorId'];
const oneKey = one.keys[':keyId'];
const template = one.templates[':templateName'];

type Page = { cursor: string | undefined; limit: number; signal: AbortSignal };

const about = (vendorId: string) => ({ param: { vendorId } });
const aboutKey = (vendorId: string, keyId: string) => ({ param: { vendorId, keyId } });
const withCode = (secondFactorCode: string | undefined) => (secondFactorCode ? { secondFactorCode } : {});

/** The operators' calls about vendors, their keys and their voices. */
export const vendorApi = {
  list: (signal: AbortSignal) => read(vendors.$get({}, until(signal))),
  get: (vendorId: string, signal: AbortSignal) => read(one.$get(about(vendorId), until(signal))),
  change: (vendorId: string, change: { isEnabled?: boolean; price?: number }, reason: string) =>
    read(one.$patch({ ...about(vendorId), json: { ...change, reason } })),
  syncVoices: (vendorId: string) => read(one.sync.$post(about(vendorId))),
  addKey: (vendorId: string, key: Omit<AddVendorKey, 'secondFactorCode'>, code?: string) =>
    read(one.keys.$post({ ...about(vendorId), json: { ...key, ...withCode(code) } })),
  changeKey: (
    vendorId: string,
    keyId: string,
    change: { label?: string; isEnabled?: boolean; reason: string },
    code?: string,
  ) => read(oneKey.$patch({ ...aboutKey(vendorId, keyId), json: { ...change, ...withCode(code) } })),
  retireKey: (vendorId: string, keyId: string, reason: string, code?: string) =>
    read(oneKey.retire.$post({ ...aboutKey(vendorId, keyId), json: { reason, ...withCode(code) } })),
  checkKey: (vendorId: string, keyId: string) => read(oneKey.check.$post(aboutKey(vendorId, keyId))),
  setTemplate: (vendorId: string, { name, keyId, voiceIds }: VoiceTemplate, reason: string) =>
    read(template.$put({ param: { vendorId, templateName: name }, json: { keyId, voiceIds, reason } })),
  removeTemplate: async (vendorId: string, name: string) =>
    void (await template.$delete({ param: { vendorId, templateName: name } })),
  listVoices: ({ provider, q, vanished }: AdminVoiceFilter, { cursor, limit, signal }: Page) => {
    const query = {
      limit,
      ...(cursor === undefined ? {} : { cursor }),
      ...(provider ? { provider } : {}),
      ...(q ? { q } : {}),
      ...(vanished === undefined ? {} : { vanished: String(vanished) }),
    };
    return read(voices.$get({ query }, until(signal)));
  },
} as const;
