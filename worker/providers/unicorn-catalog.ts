import type { Language, Voice } from '../contract/speech.ts';

const language = (code: string, name: string, nativeName: string, direction: 'ltr' | 'rtl' = 'ltr'): Language => ({
  code,
  name,
  nativeName,
  direction,
});

/** The languages of Unicorn, the default first. A contract test holds them against `GET /v1/voices`. */
export const UNICORN_LANGUAGES: readonly Language[] = [
  language('en', 'English (United States)', 'English (United States)'),
  language('en-gb', 'English (United Kingdom)', 'English (United Kingdom)'),
  language('es', 'Spanish', 'Español'),
  language('es-419', 'Spanish (Latin America)', 'Español (Latinoamérica)'),
  language('fr', 'French', 'Français'),
  language('de', 'German', 'Deutsch'),
  language('it', 'Italian', 'Italiano'),
  language('pt', 'Portuguese (Portugal)', 'Português (Portugal)'),
  language('pt-br', 'Portuguese (Brazil)', 'Português (Brasil)'),
  language('nl', 'Dutch', 'Nederlands'),
  language('pl', 'Polish', 'Polski'),
  language('cs', 'Czech', 'Čeština'),
  language('sk', 'Slovak', 'Slovenčina'),
  language('uk', 'Ukrainian', 'Українська'),
  language('bg', 'Bulgarian', 'Български'),
  language('hr', 'Croatian', 'Hrvatski'),
  language('hu', 'Hungarian', 'Magyar'),
  language('ro', 'Romanian', 'Română'),
  language('el', 'Greek', 'Ελληνικά'),
  language('tr', 'Turkish', 'Türkçe'),
  language('sv', 'Swedish', 'Svenska'),
  language('da', 'Danish', 'Dansk'),
  language('nb', 'Norwegian Bokmål', 'Norsk bokmål'),
  language('fi', 'Finnish', 'Suomi'),
  language('et', 'Estonian', 'Eesti'),
  language('lv', 'Latvian', 'Latviešu'),
  language('lt', 'Lithuanian', 'Lietuvių'),
  language('ca', 'Catalan', 'Català'),
  language('ar', 'Arabic', 'العربية', 'rtl'),
  language('ur', 'Urdu', 'اردو', 'rtl'),
  language('hi', 'Hindi', 'हिन्दी'),
  language('bn', 'Bengali', 'বাংলা'),
  language('id', 'Indonesian', 'Bahasa Indonesia'),
  language('sw', 'Swahili', 'Kiswahili'),
  language('vi', 'Vietnamese', 'Tiếng Việt'),
  language('ja', 'Japanese', '日本語'),
  language('ko', 'Korean', '한국어'),
  language('zh', 'Chinese (Mandarin)', '中文（普通话）'),
];

const voice = (id: string, name: string, gender: Voice['gender'], description: string): Voice => ({
  id: `unicorn:${id}`,
  provider: 'unicorn',
  name,
  gender,
  description,
  languages: UNICORN_LANGUAGES.map((language) => language.code),
  styles: [],
  sampleUrl: `/api/voices/unicorn:${id}/sample`,
});

/** The voices of Unicorn, the default first; each speaks every language. Held by the same contract test. */
export const UNICORN_VOICES: readonly Voice[] = [
  voice('iris', 'Iris', 'female', 'Clear and friendly, at an easy pace; a good first choice for anything.'),
  voice('bruno', 'Bruno', 'male', 'Deep and calm, with soft consonants; takes his time.'),
  voice('clara', 'Clara', 'female', 'Bright and brisk, with crisp consonants that carry over noise.'),
  voice('felix', 'Felix', 'male', 'Light, young and conversational, with a lively melody.'),
  voice('maren', 'Maren', 'female', 'Low and steady, dark in tone; restful over long texts.'),
  voice('hugo', 'Hugo', 'male', 'A newsreader: even, firm and sharply articulated.'),
  voice('nia', 'Nia', 'female', 'High, quick and playful, the voice of a cartoon character.'),
  voice('otto', 'Otto', 'male', 'Old, low and gravelly, with a slight tremor.'),
  voice('vera', 'Vera', 'female', 'An older voice, gentle and a little shaky, that never hurries.'),
  voice('sol', 'Sol', 'neutral', 'Between low and high, plain and even; keeps out of the way of the text.'),
  voice('wren', 'Wren', 'neutral', 'A whisper: breath without tone, so pitch changes are hardly heard.'),
  voice('pixel', 'Pixel', 'neutral', 'A robot on purpose: one flat note with a metallic ring.'),
];
