import { z } from 'zod';

/** What a page has to know of this server before anybody is signed in. */
export const publicConfigSchema = z
  .strictObject({ hasGoogle: z.boolean().meta({ description: 'Whether one can sign in with Google here.' }) })
  .meta({ id: 'PublicConfig' });
export type PublicConfig = z.infer<typeof publicConfigSchema>;
