import { z } from 'zod';
import { moduleSchema } from './jobs.ts';
import { priceRuleSchema } from './money.ts';

export const modelQuerySchema = z.strictObject({ module: moduleSchema.optional() });

/** A model that may be chosen. */
export const modelSchema = z
  .strictObject({
    id: z.string(),
    module: moduleSchema,
    name: z.string(),
    rule: priceRuleSchema,
  })
  .meta({ id: 'Model' });
export type Model = z.infer<typeof modelSchema>;

export const modelListSchema = z.strictObject({ items: z.array(modelSchema) }).meta({ id: 'ModelList' });
