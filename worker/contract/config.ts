import { z } from 'zod';

/** What a page has to know of this server before anybody is signed in. */
export const publicConfigSchema = z
  .strictObject({
    hasGoogle: z.boolean().meta({ description: 'Whether one can sign in with Google here.' }),
    captcha: z
      .strictObject({ siteKey: z.string(), scriptUrl: z.string().meta({ description: 'The script of the widget.' }) })
      .nullable()
      .meta({ description: 'The captcha (Cloudflare Turnstile); null where there is none.' }),
    supportEmail: z.string().meta({ description: 'Where a person writes who cannot go on alone.' }),
  })
  .meta({ id: 'PublicConfig' });
export type PublicConfig = z.infer<typeof publicConfigSchema>;
