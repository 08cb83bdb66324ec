/** A language the engine speaks. Two codes may share one dictionary, as British and American English do. */
export type SpeechLanguage = {
  /** The code on the wire, a BCP 47 tag. */
  code: string;
  /** In English. */
  name: string;
  native_name: string;
  direction: 'ltr' | 'rtl';
  /** eSpeak's own name of the language, where it is another. */
  engine_voice: string;
  /** Stem of the `_dict` file. */
  dictionary: string;
};

const row = (
  code: string,
  name: string,
  native_name: string,
  own: Partial<Pick<SpeechLanguage, 'direction' | 'engine_voice' | 'dictionary'>> = {},
): SpeechLanguage => ({
  code,
  name,
  native_name,
  direction: own.direction ?? 'ltr',
  engine_voice: own.engine_voice ?? code,
  dictionary: own.dictionary ?? own.engine_voice ?? code,
});

/**
 * Every language of the house's own voice; the first is the default. Left out: Russian and Faroese,
 * whose dictionaries alone outweigh all the others, and languages whose rules are only a sketch.
 */
export const SPEECH_LANGUAGES: readonly SpeechLanguage[] = [
  row('en', 'English (United States)', 'English (United States)', { engine_voice: 'en-us', dictionary: 'en' }),
  row('en-gb', 'English (United Kingdom)', 'English (United Kingdom)', { engine_voice: 'en' }),
  row('es', 'Spanish', 'Español'),
  row('es-419', 'Spanish (Latin America)', 'Español (Latinoamérica)', { dictionary: 'es' }),
  row('fr', 'French', 'Français'),
  row('de', 'German', 'Deutsch'),
  row('it', 'Italian', 'Italiano'),
  row('pt', 'Portuguese (Portugal)', 'Português (Portugal)'),
  row('pt-br', 'Portuguese (Brazil)', 'Português (Brasil)', { dictionary: 'pt' }),
  row('nl', 'Dutch', 'Nederlands'),
  row('pl', 'Polish', 'Polski'),
  row('cs', 'Czech', 'Čeština'),
  row('sk', 'Slovak', 'Slovenčina'),
  row('uk', 'Ukrainian', 'Українська'),
  row('bg', 'Bulgarian', 'Български'),
  row('hr', 'Croatian', 'Hrvatski'),
  row('hu', 'Hungarian', 'Magyar'),
  row('ro', 'Romanian', 'Română'),
  row('el', 'Greek', 'Ελληνικά'),
  row('tr', 'Turkish', 'Türkçe'),
  row('sv', 'Swedish', 'Svenska'),
  row('da', 'Danish', 'Dansk'),
  row('nb', 'Norwegian Bokmål', 'Norsk bokmål', { dictionary: 'no' }),
  row('fi', 'Finnish', 'Suomi'),
  row('et', 'Estonian', 'Eesti'),
  row('lv', 'Latvian', 'Latviešu'),
  row('lt', 'Lithuanian', 'Lietuvių'),
  row('ca', 'Catalan', 'Català'),
  row('ar', 'Arabic', 'العربية', { direction: 'rtl' }),
  row('ur', 'Urdu', 'اردو', { direction: 'rtl' }),
  row('hi', 'Hindi', 'हिन्दी'),
  row('bn', 'Bengali', 'বাংলা'),
  row('id', 'Indonesian', 'Bahasa Indonesia'),
  row('sw', 'Swahili', 'Kiswahili'),
  row('vi', 'Vietnamese', 'Tiếng Việt'),
  row('ja', 'Japanese', '日本語'),
  row('ko', 'Korean', '한국어'),
  row('zh', 'Chinese (Mandarin)', '中文（普通话）', { engine_voice: 'cmn' }),
];
