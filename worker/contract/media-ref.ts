import { z } from 'zod';

/** A file to work from, by the owner's own id of it. */
export const mediaRefSchema = z
  .union([z.strictObject({ uploadId: z.string() }), z.strictObject({ assetId: z.string() })])
  .meta({ id: 'MediaRef', description: 'A file of yours: one that you have sent, or one that was made here.' });
export type MediaRef = z.infer<typeof mediaRefSchema>;
