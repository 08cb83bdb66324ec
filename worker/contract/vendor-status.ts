import { z } from 'zod';

/** `slow`: it takes much longer than usual to begin to speak. `down`: it does not speak at all. */
export const VENDOR_STATES = ['ok', 'slow', 'down'] as const;
export const vendorStateSchema = z.enum(VENDOR_STATES).meta({ id: 'VendorState' });
export type VendorState = z.infer<typeof vendorStateSchema>;

export const vendorStatusSchema = z
  .strictObject({
    id: z.string().meta({ example: 'unicorn' }),
    name: z.string(),
    state: vendorStateSchema,
    since: z.int().nullable().meta({ description: 'Unix ms; null while all is well.' }),
  })
  .meta({ id: 'VendorStatus' });

export const vendorStatusListSchema = z
  .strictObject({ items: z.array(vendorStatusSchema) })
  .meta({ id: 'VendorStatusList' });
export type VendorStatusList = z.infer<typeof vendorStatusListSchema>;
