import { z } from 'zod';
import {
  CURSOR_MAX_CHARS,
  GUEST_REQUESTS_PER_DAY,
  INSTRUCTIONS_MAX_CHARS,
  LANGUAGE_TAG_MAX_CHARS,
  PAGE_MAX_ITEMS,
  PITCH_MAX,
  PITCH_MIN,
  SCENE_SEPARATOR_MAX_CHARS,
  SCENE_TITLE_MAX_CHARS,
  SCENES_MAX,
  SCRIPT_MAX_CHARS,
  SEED_MAX,
  SPEED_MAX,
  SPEED_MIN,
  STYLE_MAX_CHARS,
  TEXT_MAX_CHARS,
  TUNING_ID_MAX_CHARS,
  VOICE_ID_MAX_CHARS,
  VOICE_SEARCH_MAX_CHARS,
  VOLUME_MAX,
  VOLUME_MIN,
} from './limits.ts';
import { findTextFault } from './text.ts';
import { AUDIO_FORMATS } from './vendors.ts';

export { countChars, findTextFault } from './text.ts';

const textUpTo = (maxChars: number) =>
  z
    .string()
    .superRefine((text, refinement) => {
      const fault = findTextFault(text, maxChars);
      if (fault) refinement.addIssue({ code: 'custom', message: fault.message, params: { code: fault.code } });
    })
    .meta({
      description: `1 to ${maxChars} code points after NFC, plain text. \`[pause 1.5s]\` is a silence and costs nothing.`,
      example: 'Hello from the edge.',
    });

export type AudioFormat = (typeof AUDIO_FORMATS)[number];
/** Steps of an MP3; a vendor with other steps gives the highest that is not above. */
export const BITRATES_KBPS = [64, 128, 192] as const;
export type BitrateKbps = (typeof BITRATES_KBPS)[number];

const voiceIdSchema = z.string().max(VOICE_ID_MAX_CHARS);
const languageTagSchema = z.string().max(LANGUAGE_TAG_MAX_CHARS);

/** How something is to be spoken, whatever it is. A control that the voice's vendor lacks is refused; see GET /api/vendors. */
const optionsShape = {
  voiceId: voiceIdSchema.optional().meta({ description: 'From GET /api/voices.', example: 'unicorn:iris' }),
  language: languageTagSchema.optional().meta({ description: 'A language of the voice.', example: 'en' }),
  speed: z.number().min(SPEED_MIN).max(SPEED_MAX).optional().meta({ description: '1 is the voice’s own pace.' }),
  pitch: z.number().min(PITCH_MIN).max(PITCH_MAX).optional().meta({ description: 'Semitones around the voice.' }),
  volume: z.number().min(VOLUME_MIN).max(VOLUME_MAX).optional().meta({ description: 'Percent of full scale.' }),
  hq: z.boolean().optional().meta({ description: 'Higher quality at twice the price.' }),
  style: z.string().min(1).max(STYLE_MAX_CHARS).optional().meta({ description: 'One of the voice’s styles.' }),
  instructions: z
    .string()
    .min(1)
    .max(INSTRUCTIONS_MAX_CHARS)
    .optional()
    .meta({ description: 'How to speak, in plain words.' }),
  seed: z.int().min(0).max(SEED_MAX).optional().meta({ description: 'The same seed and request sound alike.' }),
  tuning: z
    .record(z.string().max(TUNING_ID_MAX_CHARS), z.number())
    .optional()
    .meta({ description: 'Settings that only this vendor has.' }),
  format: z.enum(AUDIO_FORMATS).optional().meta({ description: 'MP3 unless you say otherwise.' }),
  bitrateKbps: z.literal(BITRATES_KBPS).optional().meta({ description: 'Of an MP3; 128, or 192 with hq.' }),
  fallback: z
    .boolean()
    .optional()
    .meta({ description: 'Another vendor’s equal voice may speak when this one cannot. The price stays.' }),
  noCache: z
    .boolean()
    .optional()
    .meta({ description: 'Make it anew and charge for it, even if you have the same already.' }),
};

export const speechParamsSchema = z
  .strictObject({ text: textUpTo(TEXT_MAX_CHARS), ...optionsShape })
  .meta({ id: 'SpeechParams' });
export type SpeechParams = z.infer<typeof speechParamsSchema>;

export const scriptParamsSchema = z
  .strictObject({ text: textUpTo(SCRIPT_MAX_CHARS), ...optionsShape })
  .meta({ id: 'ScriptParams' });

export const sceneSeparatorSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('literal'), text: z.string().min(1).max(SCENE_SEPARATOR_MAX_CHARS) }),
    z.strictObject({ kind: z.literal('pattern'), pattern: z.string().min(1).max(SCENE_SEPARATOR_MAX_CHARS) }),
  ])
  .meta({
    id: 'SceneSeparator',
    description: 'A fixed text, or a pattern in RE2’s syntax, matched line by line. Headings and rules without one.',
  });

export const scriptSceneSchema = z
  .strictObject({
    title: z.string().max(SCENE_TITLE_MAX_CHARS).nullable().optional(),
    text: textUpTo(SCRIPT_MAX_CHARS),
    voiceId: voiceIdSchema.optional(),
    language: languageTagSchema.optional(),
    noCache: z.boolean().optional().meta({ description: 'Make this scene anew, even if you have it already.' }),
  })
  .meta({ id: 'ScriptScene' });

/** A script to be cut at its separators, or scenes that are cut already; one of the two. */
export const scenesParamsSchema = z
  .strictObject({
    text: textUpTo(SCRIPT_MAX_CHARS).optional(),
    separator: sceneSeparatorSchema.optional(),
    scenes: z.array(scriptSceneSchema).min(1).max(SCENES_MAX).optional(),
    ...optionsShape,
  })
  .meta({ id: 'ScenesParams' });
export type ScenesParams = z.infer<typeof scenesParamsSchema>;

/** The parameters of a job with everything decided, as they are kept with it. */
export const resolvedSpeechSchema = z
  .strictObject({
    /** Whole up to TEXT_MAX_CHARS; of a longer script its beginning. */
    text: z.string(),
    voiceId: z.string(),
    language: z.string(),
    speed: z.number(),
    pitch: z.number(),
    volume: z.number(),
    hq: z.boolean(),
    style: z.string().optional(),
    instructions: z.string().optional(),
    seed: z.int().optional(),
    tuning: z.record(z.string(), z.number()),
    format: z.enum(AUDIO_FORMATS),
    bitrateKbps: z.literal(BITRATES_KBPS),
    fallback: z.boolean(),
  })
  .meta({ id: 'ResolvedSpeech' });
export type ResolvedSpeech = z.infer<typeof resolvedSpeechSchema>;

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
  language: languageTagSchema.optional().meta({ description: 'A BCP 47 tag; `en` finds `en-gb` as well.' }),
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
