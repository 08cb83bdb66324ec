import { z } from 'zod';
import { reasonSchema } from './admin.ts';
import {
  PRICE_MAX,
  SECOND_FACTOR_CODE_MAX_CHARS,
  TEMPLATE_VOICES_MAX,
  VENDOR_LABEL_MAX_CHARS,
  VOICE_ID_MAX_CHARS,
} from './limits.ts';
import { priceRuleSchema } from './money.ts';
import { saveOwnKeySchema } from './own-keys.ts';
import { voiceQuerySchema } from './speech.ts';
import { vendorStateSchema } from './vendor-status.ts';

/** What a key of a vendor may have besides itself. */
export const VENDOR_KEY_FIELDS = ['baseUrl', 'region', 'groupId'] as const;
export type VendorKeyField = (typeof VENDOR_KEY_FIELDS)[number];

/** `waiting`: the vendor has asked for patience. `broken`: it failed, or refused the key, and is left alone. */
export const CIRCUIT_STATES = ['whole', 'waiting', 'broken'] as const;

export const circuitSchema = z
  .strictObject({
    state: z.enum(CIRCUIT_STATES),
    /** Why: how the last call failed. */
    errorCode: z.string().nullable(),
    /** Unix ms until which nobody calls; null while it is whole. */
    until: z.int().nullable(),
  })
  .meta({ id: 'VendorCircuit' });
export type CircuitView = z.infer<typeof circuitSchema>;

export const vendorKeySchema = z
  .strictObject({
    id: z.string(),
    label: z.string(),
    /** The last characters, to know it by; the key itself is never shown. */
    hint: z.string(),
    baseUrl: z.string().nullable(),
    region: z.string().nullable(),
    groupId: z.string().nullable(),
    isEnabled: z.boolean(),
    addedAt: z.int(),
    retiredAt: z.int().nullable(),
    lastUsedAt: z.int().nullable(),
    circuit: circuitSchema,
  })
  .meta({ id: 'VendorKey' });
export type VendorKey = z.infer<typeof vendorKeySchema>;

const codeSchema = z.string().max(SECOND_FACTOR_CODE_MAX_CHARS).optional();
const labelSchema = z
  .string()
  .trim()
  .min(1)
  .max(VENDOR_LABEL_MAX_CHARS)
  .refine((label) => !/[\p{Cc}\p{Cf}]/u.test(label), 'A label holds no invisible characters.');

export const addVendorKeySchema = saveOwnKeySchema
  .extend({
    label: labelSchema,
    baseUrl: z
      .url({ protocol: /^https$/, hostname: z.regexes.domain })
      .refine((url) => {
        const { username, password, search, hash } = new URL(url);
        return `${username}${password}${search}${hash}` === '';
      }, 'An address has a host and a path, and nothing else.')
      .optional()
      .meta({ description: 'Of a white- or grey-label key.', example: 'https://voices.label.example' }),
    groupId: z
      .string()
      .regex(/^\d{1,32}$/)
      .optional()
      .meta({ description: 'Of some accounts of MiniMax.' }),
    reason: reasonSchema,
    secondFactorCode: codeSchema,
  })
  .meta({ id: 'AddVendorKey' });
export type AddVendorKey = z.infer<typeof addVendorKeySchema>;

export const changeVendorKeySchema = z
  .strictObject({
    label: labelSchema.optional(),
    isEnabled: z.boolean().optional(),
    reason: reasonSchema,
    secondFactorCode: codeSchema,
  })
  .meta({ id: 'ChangeVendorKey' });

export const retireVendorKeySchema = changeVendorKeySchema
  .pick({ reason: true, secondFactorCode: true })
  .meta({ id: 'RetireVendorKey' });

export const voiceTemplateSchema = z
  .strictObject({ name: labelSchema, keyId: z.string(), voiceIds: z.array(z.string()) })
  .meta({ id: 'VoiceTemplate' });
export type VoiceTemplate = z.infer<typeof voiceTemplateSchema>;

export const setVoiceTemplateSchema = z
  .strictObject({
    keyId: z.string().max(64),
    voiceIds: z.array(z.string().max(VOICE_ID_MAX_CHARS)).min(1).max(TEMPLATE_VOICES_MAX),
    reason: reasonSchema,
  })
  .meta({ id: 'SetVoiceTemplate' });

export const templateNameSchema = labelSchema;

const vendorVoicesSchema = z
  .strictObject({
    count: z.int(),
    vanished: z.int(),
    areInCode: z.boolean().meta({ description: 'The house’s own voices: they need nobody’s list.' }),
    /** The last look at its list; null where there was none. */
    sync: z
      .strictObject({ triedAt: z.int(), succeededAt: z.int().nullable(), errorCode: z.string().nullable() })
      .nullable(),
  })
  .meta({ id: 'VendorVoices' });

export const adminVendorSchema = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    isInternal: z.boolean(),
    isEnabled: z.boolean(),
    /** Whose keys serve: those kept here, those of the deployment's settings, or none: the sandbox plays it. */
    source: z.enum(['keys', 'settings', 'sandbox']),
    /** Keys in use. */
    keys: z.int(),
    price: priceRuleSchema.nullable().meta({ description: 'Of its speech; null where only its models have prices.' }),
    state: vendorStateSchema,
    /** Unix ms. */
    since: z.int().nullable(),
    /** How soon it begins to speak, of late and usually; null before it was measured. */
    recentMs: z.int().nullable(),
    usualMs: z.int().nullable(),
    /** Null for a vendor that does not speak. */
    voices: vendorVoicesSchema.nullable(),
  })
  .meta({ id: 'AdminVendor' });
export type AdminVendor = z.infer<typeof adminVendorSchema>;

export const adminVendorListSchema = z
  .strictObject({ items: z.array(adminVendorSchema), priceVersion: z.string() })
  .meta({ id: 'AdminVendorList' });
export type AdminVendorList = z.infer<typeof adminVendorListSchema>;

export const adminVendorViewSchema = z
  .strictObject({
    vendor: adminVendorSchema,
    keyFields: z.array(z.enum(VENDOR_KEY_FIELDS)),
    /** Of the key in the settings, or of the sandbox; with keys here each has its own. */
    circuit: circuitSchema,
    keys: z.array(vendorKeySchema),
    templates: z.array(voiceTemplateSchema),
    lastHour: z.strictObject({ calls: z.int(), failed: z.int(), lossUnits: z.int() }).meta({
      description: 'Calls of the last hour. The loss is what the vendor counted beyond what it was sent.',
    }),
    /** The latest, without what was spoken. */
    calls: z.array(
      z.strictObject({
        id: z.string(),
        jobId: z.string(),
        keyId: z.string().nullable(),
        outcome: z.enum(['started', 'ok', 'failed']),
        errorCode: z.string().nullable(),
        firstByteMs: z.int().nullable(),
        tookMs: z.int().nullable(),
        startedAt: z.int(),
      }),
    ),
  })
  .meta({ id: 'AdminVendorView' });
export type AdminVendorView = z.infer<typeof adminVendorViewSchema>;

export const changeVendorSchema = z
  .strictObject({
    isEnabled: z.boolean().optional(),
    price: z.int().min(1).max(PRICE_MAX).optional().meta({
      description: 'Thousandths of a credit a character; where the price is flat, credits a call.',
    }),
    reason: reasonSchema,
  })
  .meta({ id: 'ChangeVendor' });

export const adminVoiceSchema = z
  .strictObject({
    id: z.string(),
    provider: z.string(),
    name: z.string(),
    languages: z.array(z.string()),
    isCloned: z.boolean(),
    /** The keys of the house that have it; null where every key of its vendor does. */
    keyIds: z.array(z.string()).nullable(),
    syncedAt: z.int(),
    /** Unix ms since which the vendor lists it no more. */
    vanishedAt: z.int().nullable(),
  })
  .meta({ id: 'AdminVoice' });
export type AdminVoice = z.infer<typeof adminVoiceSchema>;

export const adminVoiceListSchema = z
  .strictObject({ items: z.array(adminVoiceSchema), nextCursor: z.string().nullable() })
  .meta({ id: 'AdminVoiceList' });
export type AdminVoiceList = z.infer<typeof adminVoiceListSchema>;

export const adminVoiceQuerySchema = voiceQuerySchema
  .pick({ provider: true, q: true, cursor: true, limit: true })
  .extend({ vanished: z.stringbool({ truthy: ['true'], falsy: ['false'] }).optional() });
export type AdminVoiceQuery = z.infer<typeof adminVoiceQuerySchema>;
/** By what the list of voices can be narrowed. */
export type AdminVoiceFilter = Omit<AdminVoiceQuery, 'cursor' | 'limit'>;

export const voiceSyncSchema = z
  .strictObject({ provider: z.string(), listed: z.int(), error: z.string().nullable() })
  .meta({ id: 'VoiceSync' });
