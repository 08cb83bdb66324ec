import { z } from 'zod';
import { NAME_MAX_CHARS, PURPOSE_NOTE_MAX_CHARS } from './limits.ts';

const isVisible = (text: string): boolean => !/[\p{Cc}\p{Cf}]/u.test(text);

export const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(NAME_MAX_CHARS)
  .refine(isVisible, 'A name holds no invisible characters.');

/** What somebody makes here (DATA-09). */
export const PURPOSES = ['podcast', 'video', 'audiobook', 'learning', 'accessibility', 'product', 'other'] as const;
export const purposeSchema = z.enum(PURPOSES).meta({ id: 'Purpose' });
export type Purpose = z.infer<typeof purposeSchema>;

/** The first run, in its order: each is the step that comes next (UI-20). It only goes forward. */
export const ONBOARDING_STEPS = ['name', 'purpose', 'voice', 'done'] as const;
export const onboardingSchema = z.enum(ONBOARDING_STEPS).meta({ id: 'Onboarding' });
export type Onboarding = z.infer<typeof onboardingSchema>;

/** A change of one's profile: what is left out stays as it is. */
export const profileSchema = z
  .strictObject({
    name: nameSchema.optional(),
    purpose: purposeSchema.optional(),
    purposeNote: z
      .string()
      .trim()
      .min(1)
      .max(PURPOSE_NOTE_MAX_CHARS)
      .refine(isVisible, 'A note holds no invisible characters.')
      .optional()
      .meta({ description: 'In your own words; goes with the purpose `other` alone.' }),
    onboarding: onboardingSchema
      .optional()
      .meta({ description: 'The next step of the first run; a step behind the one reached changes nothing.' }),
  })
  .refine((profile) => profile.purposeNote === undefined || profile.purpose === 'other', {
    path: ['purposeNote'],
    error: 'A note goes with the purpose “other”.',
  })
  .meta({ id: 'Profile' });
export type Profile = z.infer<typeof profileSchema>;
