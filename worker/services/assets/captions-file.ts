import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { Captions } from '../../script/captions/build-captions.ts';

const captionsSchema = z.strictObject({
  aligned: z.enum(['word', 'sentence']),
  cues: z.array(z.strictObject({ startMs: z.int(), endMs: z.int(), lines: z.array(z.string()) })),
});

/** Beside the sound that they belong to, so that the two live and go together. */
export const captionsKeyOf = (r2Key: string): string => `${r2Key}.captions.json`;

/** Writes the captions of a stored sound. The same sound has the same captions, so writing them twice changes nothing. */
export const storeCaptions = async (ctx: Context, r2Key: string, captions: Captions): Promise<void> => {
  const body = JSON.stringify(captions satisfies z.infer<typeof captionsSchema>);
  await ctx.bucket.put(captionsKeyOf(r2Key), body, { httpMetadata: { contentType: 'application/json' } });
};

/** The captions of a stored sound; undefined where it has none. */
export const findCaptions = async (ctx: Context, r2Key: string): Promise<Captions | undefined> => {
  const object = await ctx.bucket.get(captionsKeyOf(r2Key));
  return object ? captionsSchema.parse(await object.json()) : undefined;
};
