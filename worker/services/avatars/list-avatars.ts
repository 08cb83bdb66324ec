import type { Context } from '../../context.ts';
import { AVATAR_IDS, type Avatar, type AvatarId } from '../../contract/avatars.ts';
import { isPlayed } from './read-avatar-picture.ts';

const POSES = ['primary', 'secondary', 'side', 'walking'] as const satisfies readonly Avatar['pose'][];

/** `any_female_vertical_walking` → "Any female": what stands before the way a person is seen. */
const nameOf = (id: AvatarId): string => {
  const words = id.replace(/_(?:vertical_)?(?:primary|secondary|side|walking)$/, '').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const toAvatar = (avatarId: AvatarId, hasPicture: boolean): Avatar => ({
  avatarId,
  name: nameOf(avatarId),
  pose: POSES.find((pose) => avatarId.endsWith(pose)) ?? 'primary',
  orientation: avatarId.includes('_vertical_') ? 'portrait' : 'landscape',
  thumbnailUrl: hasPicture ? `/api/avatars/${avatarId}/thumbnail` : null,
});

/** The people who can speak a sound, in the vendor's order. */
export const listAvatars = async (ctx: Context): Promise<Avatar[]> => {
  const hasPictures = await isPlayed(ctx);
  return AVATAR_IDS.map((id) => toAvatar(id, hasPictures));
};
