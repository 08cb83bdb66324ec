import type { Context } from '../../context.ts';
import type { AvatarId } from '../../contract/avatars.ts';
import { type ScaledImage, scaleImage } from '../../media/image/scale-image.ts';
import { FAL_PLAYED_AVATARS } from '../../providers/fal-avatars.ts';
import { readImage } from '../../providers/picture.ts';
import { readRoster } from '../vendors/read-roster.ts';

/** Whether the sandbox plays the people, so that it can be asked what they look like. */
export const isPlayed = async (ctx: Context): Promise<boolean> => {
  const account = (await readRoster(ctx)).keys.find(({ provider }) => provider === 'fal')?.account;
  return ctx.providers.reach('fal', account).isDemo;
};

/**
 * What a person looks like, in small.
 * @returns undefined where the true vendor plays him, who shows none of his people
 */
export const readAvatarPicture = async (
  ctx: Context,
  { avatarId, maxSidePx }: { avatarId: AvatarId; maxSidePx: number },
): Promise<ScaledImage | undefined> => {
  if (!(await isPlayed(ctx))) return undefined;
  const reply = await ctx.sandbox(new Request(`${FAL_PLAYED_AVATARS}/${avatarId}.png`));
  if (!reply.ok) throw new Error(`the sandbox shows no ${avatarId}: ${reply.status}`);
  const bytes = new Uint8Array(await reply.arrayBuffer());
  const image = readImage(bytes);
  return image && scaleImage({ ...image, bytes }, { maxSidePx });
};
