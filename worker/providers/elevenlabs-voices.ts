import { z } from 'zod';
import type { VendorVoice } from './provider.ts';

/** What eleven_flash_v2_5 and eleven_turbo_v2_5 speak; eleven_multilingual_v2 does all but the last three. */
export const LANGUAGES: readonly string[] =
  'en ja zh de hi fr ko pt it es id nl tr fil pl sv bg ro ar cs el fi hr ms sk da ta uk ru hu nb vi'.split(' ');

/** The vendor has the older tag of Norwegian, and no regions. */
export const languageCodeOf = (tag: string): string => {
  const language = tag.split('-')[0] ?? tag;
  return language === 'nb' ? 'no' : language;
};

const voiceSchema = z.object({
  voice_id: z.string().min(1),
  name: z.string().nullish(),
  category: z.string().nullish(),
  description: z.string().nullish(),
  preview_url: z.string().nullish(),
  labels: z.record(z.string(), z.string().nullable()).nullish(),
  verified_languages: z.array(z.object({ language: z.string(), locale: z.string().nullish() })).nullish(),
});

/** A page of `GET /v2/voices`. */
export const voicePageSchema = z.object({
  voices: z.array(voiceSchema),
  has_more: z.boolean(),
  next_page_token: z.string().nullish(),
});

const genderOf = (label: string | null | undefined): VendorVoice['gender'] => {
  const gender = label?.toLowerCase();
  return gender === 'female' || gender === 'male' ? gender : 'neutral';
};

/** A tag as ours are written; undefined for what is none, such as a language's name. */
const toTag = (text: string | null | undefined): string | undefined => {
  try {
    const tag = text ? Intl.getCanonicalLocales(text)[0]?.toLowerCase() : undefined;
    return tag === 'no' ? 'nb' : tag;
  } catch {
    return undefined;
  }
};

/** Every voice speaks every language of the models; its own come first. */
export const toVendorVoice = (voice: z.infer<typeof voiceSchema>): VendorVoice => {
  const labels = Object.fromEntries(
    Object.entries(voice.labels ?? {}).flatMap(([name, value]) => (value ? [[name, value] as const] : [])),
  );
  const own = [labels.language, ...(voice.verified_languages ?? []).map(({ language }) => language)].flatMap(
    (tag) => toTag(tag) ?? [],
  );
  return {
    voiceId: voice.voice_id,
    name: voice.name || voice.voice_id,
    gender: genderOf(labels.gender),
    description: voice.description ?? '',
    languages: [...new Set([...own, ...LANGUAGES])],
    styles: [],
    labels,
    previewUrl: voice.preview_url ?? null,
    isCloned: voice.category === 'cloned' || voice.category === 'professional',
  };
};
