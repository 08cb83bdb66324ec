import { z } from 'zod';
import { reasonSchema } from './admin.ts';
import { FREE_PER_DAY_MAX, MODEL_ID_MAX_CHARS, PRICE_MAX } from './limits.ts';
import { moduleSchema } from './modules.ts';
import { priceRuleSchema } from './money.ts';

export const adminModelSchema = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    module: moduleSchema,
    provider: z.string().meta({ description: 'The vendor that makes it.' }),
    vendorModel: z.string().meta({ description: 'The vendor’s own name of it.' }),
    rule: priceRuleSchema,
    isEnabled: z.boolean(),
    isVendorEnabled: z.boolean().meta({ description: 'Without its vendor no model is offered.' }),
    isSetByVendor: z.boolean().meta({ description: 'Speech has its switch and its price by vendor.' }),
    workerUrl: z.string().nullable().meta({ description: 'The worker that makes its jobs in its vendor’s place.' }),
    handedOver: z
      .strictObject({ openJobs: z.int().nonnegative(), heardAt: z.int().nullable() })
      .meta({ description: 'Its jobs in a worker’s hands now, and when (unix ms) one of them was last told of.' }),
    standInId: z.string().nullable().meta({ description: 'The model that makes a job when this one does not.' }),
    /** Moving averages, in ms. */
    previewMs: z.int(),
    finalMs: z.int(),
    /** Jobs that the averages know of. */
    samples: z.int(),
    lastDay: z.strictObject({ made: z.int(), failed: z.int() }).meta({
      description: 'Its jobs that ended in the last 24 hours, without those given again from an earlier one.',
    }),
    averageCostMicrodollars: z.int().nullable().meta({
      description: 'What a job of the last 24 hours cost the house; null where the vendor tells nothing.',
    }),
  })
  .meta({ id: 'AdminModel' });
export type AdminModel = z.infer<typeof adminModelSchema>;

export const adminModelListSchema = z
  .strictObject({ items: z.array(adminModelSchema), priceVersion: z.string() })
  .meta({ id: 'AdminModelList' });
export type AdminModelList = z.infer<typeof adminModelListSchema>;

export const changeModelSchema = z
  .strictObject({
    isEnabled: z.boolean().optional(),
    standInId: z.string().max(MODEL_ID_MAX_CHARS).nullable().optional().meta({
      description: 'Another model of the same module; null for none.',
    }),
    price: z.int().nonnegative().max(PRICE_MAX).optional().meta({
      description:
        'Credits, each for what its rule counts: a unit of seconds, a minute, or what comes after the free ones.',
    }),
    freePerDay: z.int().nonnegative().max(FREE_PER_DAY_MAX).optional().meta({
      description: 'Of a rule with free ones alone.',
    }),
    reason: reasonSchema,
  })
  .meta({ id: 'ChangeModel' });
export type ChangeModel = z.infer<typeof changeModelSchema>;
