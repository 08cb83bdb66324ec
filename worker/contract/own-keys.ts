import { z } from 'zod';
import { OWN_KEY_MAX_CHARS, OWN_KEY_MIN_CHARS } from './limits.ts';
import { OWN_KEY_PROVIDERS } from './own-key-providers.ts';

/** What is shown of a key that is kept; the key itself never is. */
export const ownKeySchema = z
  .strictObject({
    provider: z.enum(OWN_KEY_PROVIDERS),
    /** The last characters, to know it by. */
    hint: z.string(),
    region: z.string().nullable(),
    addedAt: z.int(),
    checkedAt: z.int(),
    isAccepted: z.boolean().meta({ description: 'What the vendor said when it was last asked.' }),
  })
  .meta({ id: 'OwnKey' });
export type OwnKey = z.infer<typeof ownKeySchema>;

export const ownKeyListSchema = z.strictObject({ items: z.array(ownKeySchema) }).meta({ id: 'OwnKeyList' });
export type OwnKeyList = z.infer<typeof ownKeyListSchema>;

export const saveOwnKeySchema = z
  .strictObject({
    apiKey: z
      .string()
      .trim()
      .min(OWN_KEY_MIN_CHARS)
      .max(OWN_KEY_MAX_CHARS)
      .regex(/^[\x21-\x7e]+$/, 'A key holds no spaces and no letters beyond ASCII.'),
    region: z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^[a-z0-9]{2,40}$/, 'A region is one word, like westeurope.')
      .optional()
      .meta({ description: 'Of Azure alone: the region of the resource.', example: 'westeurope' }),
  })
  .meta({ id: 'SaveOwnKey' });
export type SaveOwnKey = z.infer<typeof saveOwnKeySchema>;
