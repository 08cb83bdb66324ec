import { z } from 'zod';
import { priceRuleSchema } from './money.ts';

const rangeSchema = z.strictObject({ min: z.number(), max: z.number() }).meta({ id: 'Range' });

/** Formats that speech comes in. Each vendor has some of them. */
export const AUDIO_FORMATS = ['mp3', 'wav', 'opus'] as const;

/** What a vendor counts: code points, UTF-8 bytes, or code points with each Han character as two. */
export const TEXT_UNITS = ['characters', 'utf8_bytes', 'han2'] as const;

const vendorLimitsSchema = z
  .strictObject({
    unit: z.enum(TEXT_UNITS),
    maxPerCall: z.int().positive().meta({ description: 'In that unit; a longer script is spoken in several pieces.' }),
  })
  .meta({ id: 'VendorLimits' });

/** One control that only this vendor has. */
const tuningSchema = z
  .strictObject({ id: z.string(), min: z.number(), max: z.number(), default: z.number() })
  .meta({ id: 'VendorTuning' });

export const vendorSchema = z
  .strictObject({
    id: z.string().meta({ example: 'unicorn' }),
    name: z.string(),
    capabilities: z
      .strictObject({
        speed: rangeSchema.nullable(),
        pitch: rangeSchema.nullable().meta({ description: 'Semitones around the voice’s own.' }),
        volume: rangeSchema.nullable().meta({ description: 'Percent of full scale.' }),
        instructions: z.strictObject({ maxChars: z.int().positive() }).nullable(),
        seed: z.boolean(),
        context: z.boolean().meta({ description: 'The melody goes on across the pieces of a long script.' }),
        wordTimes: z.boolean().meta({ description: 'Tells when each word is spoken.' }),
        highQuality: z.boolean().meta({ description: 'High quality is another rendering.' }),
        formats: z.array(z.enum(AUDIO_FORMATS)),
        tuning: z.array(tuningSchema),
      })
      .meta({ description: 'Which controls the vendor takes; null is one it does not have.' }),
    limits: vendorLimitsSchema,
    instructedLimits: vendorLimitsSchema.nullable().meta({ description: 'Where instructions change the limits.' }),
    price: priceRuleSchema,
    isDemo: z.boolean().meta({ description: 'Played by the built-in sandbox.' }),
  })
  .meta({ id: 'Vendor' });
export type Vendor = z.infer<typeof vendorSchema>;

export const vendorListSchema = z.strictObject({ items: z.array(vendorSchema) }).meta({ id: 'VendorList' });
export type VendorList = z.infer<typeof vendorListSchema>;
