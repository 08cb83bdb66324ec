import { SPEECH_LANGUAGES, type SpeechLanguage } from '../engine/languages.ts';
import type { UnicornVariant } from './unicorn-variants.ts';
import { UNICORN_VOICES, type UnicornVoice } from './unicorn-voices.ts';

export type MinimaxVoice = {
  voice_id: string;
  voice_name: string;
  description: string;
  language: SpeechLanguage;
  /** Whose sound it has here. */
  speaker: UnicornVoice;
};

/** The vendor's names of the languages that the engine speaks; Bengali, Estonian and a few others he does not have. */
const LANGUAGE_NAMES: Readonly<Record<string, string>> = {
  Chinese: 'zh',
  English: 'en',
  Arabic: 'ar',
  Spanish: 'es',
  French: 'fr',
  Portuguese: 'pt',
  German: 'de',
  Turkish: 'tr',
  Dutch: 'nl',
  Ukrainian: 'uk',
  Vietnamese: 'vi',
  Indonesian: 'id',
  Japanese: 'ja',
  Italian: 'it',
  Korean: 'ko',
  Polish: 'pl',
  Romanian: 'ro',
  Greek: 'el',
  Czech: 'cs',
  Finnish: 'fi',
  Hindi: 'hi',
  Bulgarian: 'bg',
  Danish: 'da',
  Slovak: 'sk',
  Swedish: 'sv',
  Croatian: 'hr',
  Hungarian: 'hu',
  Norwegian: 'nb',
  Catalan: 'ca',
};

const languageOf = (code: string): SpeechLanguage => {
  const language = SPEECH_LANGUAGES.find((one) => one.code === code);
  if (!language) throw new Error(`No language ${code}`);
  return language;
};

/** What `language_boost` may name and the engine can speak. */
export const MINIMAX_LANGUAGES: ReadonlyMap<string, { language: SpeechLanguage }> = new Map(
  Object.entries(LANGUAGE_NAMES).map(([name, code]) => [name, { language: languageOf(code) }]),
);

const voice = (
  voice_id: string,
  voice_name: string,
  description: string,
  code: string,
  sound: UnicornVariant,
): MinimaxVoice => {
  const speaker = UNICORN_VOICES.find((one) => one.voice_id === sound);
  if (!speaker) throw new Error(`No voice ${sound}`);
  return { voice_id, voice_name, description, language: languageOf(code), speaker };
};

/** Some of the vendor's own voices, under his names. Each speaks every language. */
export const MINIMAX_VOICES: readonly MinimaxVoice[] = [
  voice(
    'English_expressive_narrator',
    'Expressive Narrator',
    'An expressive adult male voice with a British accent, perfect for engaging audiobook narration.',
    'en',
    'hugo',
  ),
  voice(
    'English_radiant_girl',
    'Radiant Girl',
    'A radiant and lively young adult female voice with a general American accent, full of energy and brightness.',
    'en',
    'clara',
  ),
  voice(
    'English_Graceful_Lady',
    'Graceful Lady',
    'A graceful and elegant middle-aged female voice with a classic British accent.',
    'en',
    'maren',
  ),
  voice(
    'English_Trustworth_Man',
    'Trustworthy Man',
    'A trustworthy and resonant adult male voice with a general American accent.',
    'en',
    'bruno',
  ),
  voice(
    'English_CalmWoman',
    'Calm Woman',
    'A calm and soothing adult female voice, ideal for meditation and audiobooks.',
    'en',
    'nia',
  ),
  voice('Wise_Woman', 'Wise Woman', 'A wise and mature female voice.', 'en', 'vera'),
  voice('Deep_Voice_Man', 'Deep Voice Man', 'A deep and commanding adult male voice.', 'en', 'otto'),
  voice(
    'Chinese (Mandarin)_Reliable_Executive',
    'Reliable Executive',
    'A steady and reliable middle-aged male executive voice in Standard Mandarin.',
    'zh',
    'bruno',
  ),
  voice(
    'Chinese (Mandarin)_News_Anchor',
    'News Anchor',
    'A professional, broadcaster-like middle-aged female news anchor in Standard Mandarin.',
    'zh',
    'iris',
  ),
  voice('Japanese_KindLady', 'Kind Lady', 'A kind and gentle adult female voice in Standard Japanese.', 'ja', 'maren'),
  voice(
    'Japanese_IntellectualSenior',
    'Intellectual Senior',
    'An intellectual and mature male voice in Standard Japanese.',
    'ja',
    'hugo',
  ),
  voice('Korean_SweetGirl', 'Sweet Girl', 'A sweet and cute young female voice in Standard Korean.', 'ko', 'clara'),
  voice(
    'Spanish_SereneWoman',
    'Serene Woman',
    'A serene and calm adult female voice in Standard Spanish.',
    'es',
    'iris',
  ),
  voice(
    'Portuguese_SentimentalLady',
    'Sentimental Lady',
    'A sentimental and elegant adult female voice in Portuguese.',
    'pt',
    'vera',
  ),
  voice(
    'French_Male_Speech_New',
    'Level-Headed Man',
    'A level-headed and composed adult male voice in French.',
    'fr',
    'felix',
  ),
  voice(
    'German_FriendlyMan',
    'Friendly Man',
    'A friendly and sincere middle-aged male voice in German.',
    'de',
    'bruno',
  ),
  voice('Italian_BraveHeroine', 'Brave Heroine', 'A brave and calm adult female voice in Italian.', 'it', 'nia'),
  voice('Arabic_CalmWoman', 'Calm Woman', 'A calm and steady adult female voice in Arabic.', 'ar', 'maren'),
  voice(
    'Turkish_Trustworthyman',
    'Trustworthy Man',
    'A trustworthy and resonant adult male voice in Turkish.',
    'tr',
    'hugo',
  ),
  voice('Ukrainian_CalmWoman', 'Calm Woman', 'A calm and clear adult female voice in Ukrainian.', 'uk', 'iris'),
  voice(
    'Dutch_kindhearted_girl',
    'Kind-hearted Girl',
    'A kind-hearted and warm young female voice in Dutch.',
    'nl',
    'clara',
  ),
  voice(
    'Vietnamese_kindhearted_girl',
    'Kind-hearted Girl',
    'A kind-hearted and warm young female voice in Vietnamese.',
    'vi',
    'clara',
  ),
  voice('Polish_male_1_sample4', 'Male Narrator', 'A classic and steady adult male voice in Polish.', 'pl', 'felix'),
  voice('czech_female_5_v7', 'Steadfast Narrator', 'A steadfast adult female voice in Czech.', 'cs', 'vera'),
  voice('hindi_female_2_v1', 'News Anchor', 'A professional adult female news anchor in Hindi.', 'hi', 'iris'),
];

/** What the owner of any key has made of his own recordings. */
export const MINIMAX_CLONES: readonly MinimaxVoice[] = [voice('SandboxClone_1', 'SandboxClone_1', '', 'en', 'sol')];

export const findMinimaxVoice = (id: string): MinimaxVoice | undefined =>
  [...MINIMAX_VOICES, ...MINIMAX_CLONES].find(({ voice_id }) => voice_id === id);
