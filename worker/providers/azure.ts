import { z } from 'zod';
import { readAudio } from './audio.ts';
import { clampTo, highestUpTo, refuseTooLong } from './fit.ts';
import {
  ProviderError,
  type SpeechCapabilities,
  type SpeechLimits,
  type SpeechProvider,
  type SpeechRequest,
  type SpeechVendorOptions,
  type VendorVoice,
} from './provider.ts';
import { requireSound } from './sound-meter.ts';
import { buildSsml } from './ssml.ts';
import { acceptsKey, callForAnswer, readAgreed, USER_AGENT } from './stream.ts';

const PROVIDER = 'azure';
const SPEED = { min: 0.5, max: 2 };
/** The pitch may be halved, and raised to 1.5 times the voice's own. */
const PITCH = { min: -12, max: 7 };
const VOLUME = { min: 0, max: 100 };

const CAPABILITIES: SpeechCapabilities = {
  speed: SPEED,
  pitch: PITCH,
  volume: VOLUME,
  instructions: null,
  seed: false,
  context: false,
  wordTimes: false,
  highQuality: true,
  formats: ['mp3', 'wav', 'opus'],
  tuning: [],
};

/**
 * The vendor has no limit of characters, but cuts sound off at ten minutes without a word. This much stays below at half
 * the pace, in Chinese and Korean too. A paid resource may be asked 200 times a second; eight at once are for fairness.
 */
const LIMITS: SpeechLimits = { maxPerCall: 2_000, unit: 'han2', maxConcurrentCalls: 8 };
/** Sound of ten minutes less this is taken for cut off. */
const CUT_OFF_MS = 600_000 - 500;
/** An encoder may leave nothing of what is asked to be quieter than this. */
const LISTEN_MIN_VOLUME = 20;
/** A word is never spoken in less at a plain pace: three times as fast as the fastest voice there is. */
const WORD_MIN_MS = 60;

const MP3_FORMATS: Record<SpeechRequest['quality'], Readonly<Record<number, string>>> = {
  standard: {
    32: 'audio-16khz-32kbitrate-mono-mp3',
    48: 'audio-24khz-48kbitrate-mono-mp3',
    96: 'audio-24khz-96kbitrate-mono-mp3',
    160: 'audio-24khz-160kbitrate-mono-mp3',
  },
  high: { 96: 'audio-48khz-96kbitrate-mono-mp3', 192: 'audio-48khz-192kbitrate-mono-mp3' },
};

const outputFormatOf = ({ format, quality, bitrateKbps }: SpeechRequest): string => {
  const rate = quality === 'high' ? '48khz' : '24khz';
  if (format === 'wav') return `riff-${rate}-16bit-mono-pcm`;
  if (format === 'opus') return `ogg-${rate}-16bit-mono-opus`;
  const steps = Object.keys(MP3_FORMATS[quality]).map(Number);
  return MP3_FORMATS[quality][highestUpTo(steps, bitrateKbps)] ?? '';
};

const voiceListSchema = z.array(
  z.object({
    ShortName: z.string().min(1),
    DisplayName: z.string(),
    LocalName: z.string().nullish(),
    Gender: z.string(),
    Locale: z.string().min(2),
    LocaleName: z.string().nullish(),
    SecondaryLocaleList: z.array(z.string()).nullish(),
    StyleList: z.array(z.string()).nullish(),
    VoiceType: z.string().nullish(),
    Status: z.string().nullish(),
  }),
);

const GENDERS: Readonly<Record<string, VendorVoice['gender']>> = { Female: 'female', Male: 'male' };

const toVoice = (voice: z.infer<typeof voiceListSchema>[number]): VendorVoice => {
  const labels = { locale: voice.LocaleName, localName: voice.LocalName, type: voice.VoiceType, status: voice.Status };
  return {
    voiceId: voice.ShortName,
    name: voice.DisplayName,
    gender: GENDERS[voice.Gender] ?? 'neutral',
    description: '',
    languages: [voice.Locale, ...(voice.SecondaryLocaleList ?? [])].map((locale) => locale.toLowerCase()),
    styles: voice.StyleList ?? [],
    labels: Object.fromEntries(Object.entries(labels).flatMap(([name, value]) => (value ? [[name, value]] : []))),
    previewUrl: null,
    isCloned: false,
  };
};

/** The locale that a voice's name begins with; a custom voice's does not. */
const LOCALE_OF_NAME = /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?-[A-Z]{2}(?=-)/;

/** `de-DE` of `de-de`. */
const toLocale = (tag: string): string => Intl.getCanonicalLocales(tag)[0] ?? tag;

// Without `lang` a voice speaks its own language; one of a single locale takes no notice of it.
const toDocument = (request: SpeechRequest, speed: number): string => {
  const own = LOCALE_OF_NAME.exec(request.voice)?.[0];
  const wanted = toLocale(request.language);
  const isOwn = own === undefined || own === wanted || own.startsWith(`${wanted}-`);
  return buildSsml({
    text: request.text,
    voice: request.voice,
    style: request.style,
    language: own ?? wanted,
    spokenLanguage: isOwn ? undefined : wanted,
    speed,
    pitch: clampTo(PITCH, request.pitch),
    volume: clampTo(VOLUME, request.volume),
  });
};

/** The least that a text takes to speak, so that one of which most was left out is noticed. */
const leastDuration = ({ text, language }: SpeechRequest, speed: number): number => {
  const segments = new Intl.Segmenter(language, { granularity: 'word' }).segment(text);
  let words = 0;
  for (const { isWordLike } of segments) words += isWordLike ? 1 : 0;
  return (words * WORD_MIN_MS) / speed;
};

const REGION = /^[a-z0-9]{2,40}$/;

/**
 * Where a resource of a region answers.
 * @throws ProviderError rejected for what is no region's name, lest it become a host of somebody else's
 */
const baseUrlOf = ({ baseUrl, extras }: SpeechVendorOptions['credential']): string => {
  const { region } = extras;
  if (region === undefined) return baseUrl;
  if (!REGION.test(region)) throw new ProviderError(PROVIDER, 'rejected', 'the region is no name of one');
  return `https://${region}.tts.speech.microsoft.com`;
};

/**
 * Speech of Azure over REST: SSML in, sound out. A voice that does not speak a text's language answers silence and no
 * error, and sound is cut off at ten minutes: both are listened for.
 * @see https://learn.microsoft.com/azure/ai-services/speech-service/rest-text-to-speech
 */
export const createAzure = ({ credential, wire, isDemo }: SpeechVendorOptions): SpeechProvider => {
  const call = async (path: string, signal: AbortSignal, speech?: { document: string; format: string }) => {
    const headers = {
      'Ocp-Apim-Subscription-Key': credential.apiKey,
      // Workers send none of their own, and the vendor wants one.
      'User-Agent': USER_AGENT,
      ...(speech ? { 'Content-Type': 'application/ssml+xml', 'X-Microsoft-OutputFormat': speech.format } : {}),
    };
    const init = speech ? { method: 'POST', body: speech.document } : {};
    const url = baseUrlOf(credential) + path;
    return callForAnswer(wire, new Request(url, { ...init, headers, signal }));
  };

  const listVoices = async (signal: AbortSignal): Promise<VendorVoice[]> => {
    const list = await readAgreed(wire, await call('/cognitiveservices/voices/list', signal), voiceListSchema);
    return list.filter(({ Status }) => Status !== 'Deprecated').map(toVoice);
  };

  return {
    id: PROVIDER,
    isDemo,
    capabilities: CAPABILITIES,
    limitsFor: () => LIMITS,
    listVoices,
    checkKey: (signal) => acceptsKey(listVoices(signal)),
    async *synthesize(request, { signal }) {
      refuseTooLong(wire, LIMITS, request.text);
      const speed = clampTo(SPEED, request.speed);
      const response = await call('/cognitiveservices/v1', signal, {
        document: toDocument(request, speed),
        format: outputFormatOf(request),
      });
      const plausible = {
        minMs: leastDuration(request, speed),
        maxMs: CUT_OFF_MS,
        isQuiet: request.volume < LISTEN_MIN_VOLUME,
      };
      yield* requireSound(wire, request.format, plausible, readAudio(wire, response, request.format, 'rejected'));
    },
  };
};
