import { SPEECH_LANGUAGES, type SpeechLanguage } from '../engine/languages.ts';
import type { UnicornVariant } from './unicorn-variants.ts';
import { UNICORN_VOICES, type UnicornVoice } from './unicorn-voices.ts';

/** A locale as the vendor names it, and what the engine speaks for it. */
export type AzureLocale = { locale: string; name: string; language: SpeechLanguage };

export type AzureVoice = {
  short_name: string;
  display_name: string;
  local_name: string;
  gender: 'Female' | 'Male';
  own: AzureLocale;
  /** What a multilingual voice speaks besides. */
  secondary: readonly AzureLocale[];
  styles: readonly string[];
  /** Whose sound it has here. */
  speaker: UnicornVoice;
};

/** Locale, its name, the engine's language, and the names of a woman and a man who speak it. */
const LOCALES = [
  ['en-US', 'English (United States)', 'en', 'Jenny', 'Guy'],
  ['en-GB', 'English (United Kingdom)', 'en-gb', 'Sonia', 'Ryan'],
  ['es-ES', 'Spanish (Spain)', 'es', 'Elvira', 'Alvaro'],
  ['es-MX', 'Spanish (Mexico)', 'es-419', 'Dalia', 'Jorge'],
  ['fr-FR', 'French (France)', 'fr', 'Denise', 'Henri'],
  ['de-DE', 'German (Germany)', 'de', 'Katja', 'Conrad'],
  ['it-IT', 'Italian (Italy)', 'it', 'Elsa', 'Diego'],
  ['pt-PT', 'Portuguese (Portugal)', 'pt', 'Raquel', 'Duarte'],
  ['pt-BR', 'Portuguese (Brazil)', 'pt-br', 'Francisca', 'Antonio'],
  ['nl-NL', 'Dutch (Netherlands)', 'nl', 'Fenna', 'Maarten'],
  ['pl-PL', 'Polish (Poland)', 'pl', 'Zofia', 'Marek'],
  ['cs-CZ', 'Czech (Czechia)', 'cs', 'Vlasta', 'Antonin'],
  ['sk-SK', 'Slovak (Slovakia)', 'sk', 'Viktoria', 'Lukas'],
  ['uk-UA', 'Ukrainian (Ukraine)', 'uk', 'Polina', 'Ostap'],
  ['bg-BG', 'Bulgarian (Bulgaria)', 'bg', 'Kalina', 'Borislav'],
  ['hr-HR', 'Croatian (Croatia)', 'hr', 'Gabrijela', 'Srecko'],
  ['hu-HU', 'Hungarian (Hungary)', 'hu', 'Noemi', 'Tamas'],
  ['ro-RO', 'Romanian (Romania)', 'ro', 'Alina', 'Emil'],
  ['el-GR', 'Greek (Greece)', 'el', 'Athina', 'Nestoras'],
  ['tr-TR', 'Turkish (Türkiye)', 'tr', 'Emel', 'Ahmet'],
  ['sv-SE', 'Swedish (Sweden)', 'sv', 'Sofie', 'Mattias'],
  ['da-DK', 'Danish (Denmark)', 'da', 'Christel', 'Jeppe'],
  ['nb-NO', 'Norwegian Bokmål (Norway)', 'nb', 'Pernille', 'Finn'],
  ['fi-FI', 'Finnish (Finland)', 'fi', 'Selma', 'Harri'],
  ['et-EE', 'Estonian (Estonia)', 'et', 'Anu', 'Kert'],
  ['lv-LV', 'Latvian (Latvia)', 'lv', 'Everita', 'Nils'],
  ['lt-LT', 'Lithuanian (Lithuania)', 'lt', 'Ona', 'Leonas'],
  ['ca-ES', 'Catalan', 'ca', 'Joana', 'Enric'],
  ['ar-EG', 'Arabic (Egypt)', 'ar', 'Salma', 'Shakir'],
  ['ur-PK', 'Urdu (Pakistan)', 'ur', 'Uzma', 'Asad'],
  ['hi-IN', 'Hindi (India)', 'hi', 'Swara', 'Madhur'],
  ['bn-IN', 'Bengali (India)', 'bn', 'Tanishaa', 'Bashkar'],
  ['id-ID', 'Indonesian (Indonesia)', 'id', 'Gadis', 'Ardi'],
  ['sw-KE', 'Kiswahili (Kenya)', 'sw', 'Zuri', 'Rafiki'],
  ['vi-VN', 'Vietnamese (Vietnam)', 'vi', 'HoaiMy', 'NamMinh'],
  ['ja-JP', 'Japanese (Japan)', 'ja', 'Nanami', 'Keita'],
  ['ko-KR', 'Korean (Korea)', 'ko', 'SunHi', 'InJoon'],
  ['zh-CN', 'Chinese (Mandarin, Simplified)', 'zh', 'Xiaoxiao', 'Yunxi'],
] as const;

/** Names in their own script, where the vendor gives them so. */
const LOCAL_NAMES: Readonly<Record<string, string>> = {
  Polina: 'Поліна',
  Ostap: 'Остап',
  Kalina: 'Калина',
  Borislav: 'Борислав',
  Athina: 'Αθηνά',
  Nestoras: 'Νέστορας',
  Salma: 'سلمى',
  Shakir: 'شاكر',
  Swara: 'स्वरा',
  Madhur: 'मधुर',
  Nanami: '七海',
  Keita: '圭太',
  SunHi: '선히',
  InJoon: '인준',
  Xiaoxiao: '晓晓',
  Yunxi: '云希',
};

const STYLES: Readonly<Record<string, readonly string[]>> = {
  Jenny: ['assistant', 'chat', 'customerservice', 'newscast', 'angry', 'cheerful', 'sad', 'whispering'],
  Guy: ['newscast', 'angry', 'cheerful', 'sad', 'shouting'],
  Denise: ['cheerful', 'sad'],
  Conrad: ['cheerful'],
  Francisca: ['calm'],
  Swara: ['cheerful', 'empathetic', 'newscast'],
  Nanami: ['chat', 'cheerful', 'customerservice'],
  Xiaoxiao: ['assistant', 'chat', 'cheerful', 'gentle', 'lyrical', 'newscast', 'sad'],
  Yunxi: ['assistant', 'chat', 'cheerful', 'narration-relaxed', 'sad'],
};

/** Voices that speak every locale of this list, and find out themselves which one a text is in. */
const MULTILINGUAL = [
  ['Ava', 'Female', 'nia'],
  ['Andrew', 'Male', 'hugo'],
  ['Emma', 'Female', 'clara'],
  ['Brian', 'Male', 'otto'],
] as const satisfies readonly (readonly [string, AzureVoice['gender'], UnicornVariant])[];

const find = <T>(list: readonly T[], isIt: (one: T) => boolean, what: string): T => {
  const found = list.find(isIt);
  if (!found) throw new Error(`No ${what}`);
  return found;
};

const speaker = (id: UnicornVariant): UnicornVoice => find(UNICORN_VOICES, ({ voice_id }) => voice_id === id, id);

export const AZURE_LOCALES: readonly AzureLocale[] = LOCALES.map(([locale, name, code]) => ({
  locale,
  name,
  language: find(SPEECH_LANGUAGES, (one) => one.code === code, code),
}));

const WOMEN: readonly UnicornVariant[] = ['iris', 'maren', 'vera'];
const MEN: readonly UnicornVariant[] = ['bruno', 'felix'];

const oneLocaleVoice = (name: string, gender: AzureVoice['gender'], own: AzureLocale, sound: UnicornVariant) => ({
  short_name: `${own.locale}-${name}Neural`,
  display_name: name,
  local_name: LOCAL_NAMES[name] ?? name,
  gender,
  own,
  secondary: [],
  styles: STYLES[name] ?? [],
  speaker: speaker(sound),
});

const pick = (from: readonly UnicornVariant[], at: number): UnicornVariant => from[at % from.length] ?? 'iris';

const ENGLISH = find(AZURE_LOCALES, ({ locale }) => locale === 'en-US', 'English');

/** Every voice that is played: real names of the vendor's, with the house's own sound. */
export const AZURE_VOICES: readonly AzureVoice[] = [
  ...MULTILINGUAL.map(([name, gender, sound]) => ({
    ...oneLocaleVoice(name, gender, ENGLISH, sound),
    short_name: `en-US-${name}MultilingualNeural`,
    display_name: `${name} Multilingual`,
    local_name: `${name} Multilingual`,
    secondary: AZURE_LOCALES.filter(({ locale }) => locale !== ENGLISH.locale),
  })),
  ...LOCALES.flatMap(([locale, , , woman, man], at) => {
    const own = find(AZURE_LOCALES, (one) => one.locale === locale, locale);
    return [oneLocaleVoice(woman, 'Female', own, pick(WOMEN, at)), oneLocaleVoice(man, 'Male', own, pick(MEN, at))];
  }),
];

/** A voice as `voices/list` has it: what a voice lacks is left out, and numbers are texts. */
export const describeAzureVoice = (voice: AzureVoice): Record<string, unknown> => {
  const { own, secondary, styles } = voice;
  return {
    Name: `Microsoft Server Speech Text to Speech Voice (${own.locale}, ${voice.short_name.slice(own.locale.length + 1)})`,
    DisplayName: voice.display_name,
    LocalName: voice.local_name,
    ShortName: voice.short_name,
    Gender: voice.gender,
    Locale: own.locale,
    LocaleName: own.name,
    ...(secondary.length > 0 ? { SecondaryLocaleList: secondary.map(({ locale }) => locale) } : {}),
    ...(styles.length > 0 ? { StyleList: styles } : {}),
    SampleRateHertz: '24000',
    VoiceType: 'Neural',
    Status: 'GA',
    WordsPerMinute: String(voice.speaker.rate_wpm),
  };
};
