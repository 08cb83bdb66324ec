import type { VendorVoice } from './provider.ts';

/** The models follow Whisper in the languages they speak (text-to-speech guide, "Supported languages"). */
const LANGUAGES: readonly string[] = (
  'en af ar hy az be bs bg ca zh hr cs da nl et fi fr gl de el he hi hu is id it ja kn kk ko lv lt mk ms mr mi ne nb ' +
  'fa pl pt ro ru sr sk sl es sw sv fil ta th tr uk ur vi cy'
).split(' ');

/** A voice; `isSteeredOnly` where only gpt-4o-mini-tts has it. */
type OpenAiVoice = VendorVoice & { isSteeredOnly: boolean };

const voice = (
  voiceId: string,
  gender: VendorVoice['gender'],
  description: string,
  isSteeredOnly = false,
): OpenAiVoice => ({
  voiceId,
  name: `${voiceId.charAt(0).toUpperCase()}${voiceId.slice(1)}`,
  gender,
  description,
  languages: LANGUAGES,
  styles: [],
  labels: {},
  previewUrl: null,
  isCloned: false,
  isSteeredOnly,
});

/** The built-in voices (TTS-11), which no call lists. The words about them are ours; the vendor gives none. */
export const OPENAI_VOICES: readonly OpenAiVoice[] = [
  voice('alloy', 'neutral', 'Balanced and even; fits nearly any text.'),
  voice('ash', 'male', 'Clear and direct, with a little grit.'),
  voice('ballad', 'male', 'Soft and melodic, made for stories.', true),
  voice('coral', 'female', 'Warm and friendly, at ease with anybody.'),
  voice('echo', 'male', 'Calm and measured.'),
  voice('fable', 'neutral', 'Expressive, with a storyteller’s lilt.'),
  voice('onyx', 'male', 'Deep and authoritative.'),
  voice('nova', 'female', 'Bright and energetic.'),
  voice('sage', 'female', 'Thoughtful and composed.'),
  voice('shimmer', 'female', 'Gentle and light.'),
  voice('verse', 'male', 'Lively, with a rhythm of its own.', true),
  voice('marin', 'female', 'Natural and close; one of the two best.', true),
  voice('cedar', 'male', 'Natural and grounded; one of the two best.', true),
];
