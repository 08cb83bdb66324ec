import { z } from 'zod';

/** The vendor's whole list of people, by his own ids: who, whether upright, and how they are seen. */
export const AVATAR_IDS = [
  'emily_vertical_primary',
  'emily_vertical_secondary',
  'marcus_vertical_primary',
  'marcus_vertical_secondary',
  'mira_vertical_primary',
  'mira_vertical_secondary',
  'jasmine_vertical_primary',
  'jasmine_vertical_secondary',
  'jasmine_vertical_walking',
  'aisha_vertical_walking',
  'elena_vertical_primary',
  'elena_vertical_secondary',
  'any_male_vertical_primary',
  'any_female_vertical_primary',
  'any_male_vertical_secondary',
  'any_female_vertical_secondary',
  'any_female_vertical_walking',
  'emily_primary',
  'emily_side',
  'marcus_primary',
  'marcus_side',
  'aisha_walking',
  'elena_primary',
  'elena_side',
  'any_male_primary',
  'any_female_primary',
  'any_male_side',
  'any_female_side',
] as const;
export const avatarIdSchema = z.enum(AVATAR_IDS).meta({ id: 'AvatarId' });
export type AvatarId = z.infer<typeof avatarIdSchema>;

export const avatarSchema = z
  .strictObject({
    avatarId: avatarIdSchema,
    /** `Emily`; two of the vendor's people have no name. */
    name: z.string(),
    /** How the person is seen; `primary` and `secondary` face the viewer. */
    pose: z.enum(['primary', 'secondary', 'side', 'walking']),
    orientation: z.enum(['portrait', 'landscape']),
    /** A small picture; null where the vendor shows none. */
    thumbnailUrl: z.string().nullable(),
  })
  .meta({ id: 'Avatar' });
export type Avatar = z.infer<typeof avatarSchema>;

export const avatarListSchema = z.strictObject({ items: z.array(avatarSchema) }).meta({ id: 'AvatarList' });
