import { z } from 'zod';
import {
  CURSOR_MAX_CHARS,
  GUEST_REQUESTS_PER_DAY,
  PAGE_MAX_ITEMS,
  PITCH_MAX,
  PITCH_MIN,
  SPEED_MAX,
  SPEED_MIN,
  TEXT_MAX_CHARS,
  VOICE_ID_MAX_CHARS,
  VOICE_SEARCH_MAX_CHARS,
  VOLUME_MAX,
  VOLUME_MIN,
} from './limits.ts';
import { findTextFault } from './text.ts';

export { countChars, findTextFault } from './text.ts';

const textSchema = z
  .string()
  .superRefine((text, refinement) => {
    const fault = findTextFault(text, TEXT_MAX_CHARS);
    if (fault) refinement.addIssue({ code: 'custom', message: fault.message, params: { code: fault.code } });
  })
  .meta({ description: `1 to ${TEXT_MAX_CHARS} code points after NFC, plain text.`, example: 'Hello from the edge.' });

export const speechParamsSchema = z
  .strictObject({
    text: textSchema,
    voiceId: z
      .string()
      .max(VOICE_ID_MAX_CHARS)
      .optional()
      .meta({ description: 'From GET /api/voices.', example: 'unicorn:iris' }),
    language: z.string().max(16).optional().meta({ description: 'A language of the voice.', example: 'en' }),
    speed: z.number().min(SPEED_MIN).max(SPEED_MAX).optional().meta({ description: '1 is the voice’s own pace.' }),
    pitch: z.number().min(PITCH_MIN).max(PITCH_MAX).optional().meta({ description: 'Semitones around the voice.' }),
    volume: z.number().min(VOLUME_MIN).max(VOLUME_MAX).optional().meta({ description: 'Percent of full scale.' }),
    hq: z.boolean().optional().meta({ description: 'Higher quality at twice the price.' }),
  })
  .meta({ id: 'SpeechParams' });
export type SpeechParams = z.infer<typeof speechParamsSchema>;

export const voiceSchema = z
  .strictObject({
    id: z.string(),
    provider: z.string(),
    name: z.string(),
    gender: z.enum(['female', 'male', 'neutral']),
    /** One short human sentence: how it sounds. */
    description: z.string(),
    languages: z.array(z.string()),
    /** Ways of speaking that it knows by name. */
    styles: z.array(z.string()),
    /** A short recording; add `?language=` for another language. */
    sampleUrl: z.string(),
  })
  .meta({ id: 'Voice' });
export type Voice = z.infer<typeof voiceSchema>;

export const languageSchema = z
  .strictObject({ code: z.string(), name: z.string(), nativeName: z.string(), direction: z.enum(['ltr', 'rtl']) })
  .meta({ id: 'Language' });
export type Language = z.infer<typeof languageSchema>;

export const voiceQuerySchema = z.object({
  provider: z.string().max(32).optional(),
  language: z.string().max(16).optional().meta({ description: 'A BCP 47 tag; `en` finds `en-gb` as well.' }),
  gender: voiceSchema.shape.gender.optional(),
  q: z.string().trim().max(VOICE_SEARCH_MAX_CHARS).optional().meta({ description: 'Any part of name or description.' }),
  cursor: z.string().max(CURSOR_MAX_CHARS).optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX_ITEMS).default(PAGE_MAX_ITEMS),
});
export type VoiceQuery = z.infer<typeof voiceQuerySchema>;

export const voiceListSchema = z
  .strictObject({
    voices: z.array(voiceSchema),
    languages: z.array(languageSchema),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'VoiceList' });
export type VoiceList = z.infer<typeof voiceListSchema>;

export const guestAllowanceSchema = z
  .strictObject({
    limitPerDay: z.int().meta({ example: GUEST_REQUESTS_PER_DAY }),
    remaining: z.int().nonnegative(),
    resetsAt: z.int().meta({ description: 'Unix ms, 00:00 UTC of the next day.' }),
  })
  .meta({ id: 'GuestAllowance' });
export type GuestAllowance = z.infer<typeof guestAllowanceSchema>;
