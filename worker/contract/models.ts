import { z } from 'zod';
import { moduleSchema } from './modules.ts';
import { priceRuleSchema } from './money.ts';

export const modelQuerySchema = z.strictObject({ module: moduleSchema.optional() });

/** A model that may be chosen. */
export const modelSchema = z
  .strictObject({
    id: z.string(),
    module: moduleSchema,
    name: z.string(),
    rule: priceRuleSchema,
    etaMs: z.int().meta({ description: 'How long a plain order takes: what the last ones took, and 10 s.' }),
    limits: z.record(z.string(), z.int()).meta({
      description: 'The most that an order may hold; the unit is the end of the name.',
      example: { promptChars: 2_000, images: 4 },
    }),
  })
  .meta({ id: 'Model' });
export type Model = z.infer<typeof modelSchema>;

export const modelListSchema = z.strictObject({ items: z.array(modelSchema) }).meta({ id: 'ModelList' });
