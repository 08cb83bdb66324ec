import { z } from 'zod';
import {
  INSTRUCTIONS_MAX_CHARS,
  LANGUAGE_TAG_MAX_CHARS,
  PITCH_MAX,
  PITCH_MIN,
  SPEED_MAX,
  SPEED_MIN,
  STYLE_MAX_CHARS,
  VOICE_ID_MAX_CHARS,
  VOLUME_MAX,
  VOLUME_MIN,
} from './limits.ts';
import { moduleSchema } from './modules.ts';
import { notificationSettingsSchema } from './notifications.ts';
import { BITRATES_KBPS } from './speech.ts';
import { AUDIO_FORMATS } from './vendors.ts';

/** The interface languages, by the tags that the web app has catalogs for. */
export const INTERFACE_LOCALES = ['en', 'hi', 'uk'] as const;
export type InterfaceLocale = (typeof INTERFACE_LOCALES)[number];

/** What the studio restores in full wherever it is opened (DATA-08): of everything, what was chosen last. */
export const preferencesSchema = z
  .strictObject({
    module: moduleSchema,
    provider: z.string().min(1).max(32),
    voiceId: z.string().min(1).max(VOICE_ID_MAX_CHARS),
    language: z.string().min(1).max(LANGUAGE_TAG_MAX_CHARS).meta({ description: 'What the voice speaks.' }),
    speed: z.number().min(SPEED_MIN).max(SPEED_MAX),
    pitch: z.number().min(PITCH_MIN).max(PITCH_MAX),
    volume: z.number().min(VOLUME_MIN).max(VOLUME_MAX),
    hq: z.boolean(),
    style: z.string().max(STYLE_MAX_CHARS).meta({ description: 'Empty for the voice’s plain way.' }),
    instructions: z.string().max(INSTRUCTIONS_MAX_CHARS),
    format: z.enum(AUDIO_FORMATS),
    bitrateKbps: z.literal(BITRATES_KBPS),
    fallback: z.boolean(),
    theme: z.enum(['light', 'dark']),
    locale: z.enum(INTERFACE_LOCALES).meta({ description: 'The language of the interface.' }),
    notifications: notificationSettingsSchema,
  })
  .partial()
  .meta({ id: 'Preferences' });
export type Preferences = z.infer<typeof preferencesSchema>;
