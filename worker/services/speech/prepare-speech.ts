import { PIECE_MAX_UNITS, PIECES_AT_ONCE, SCRIPT_EXCERPT_CHARS, TEXT_MAX_CHARS } from '../../contract/limits.ts';
import type { ResolvedSpeech, SpeechParams } from '../../contract/speech.ts';
import { invalidFields } from '../../errors.ts';
import type { SpeechProvider } from '../../providers/provider.ts';
import type { SpeechVendorId } from '../../providers/vendors.ts';
import { MEASURE_OF } from '../../script/measure.ts';
import type { PreparedJob } from '../jobs/create-job.ts';
import type { SpeechSource } from '../vendors/open-house.ts';
import { vendorOf } from '../voices/find-voice.ts';
import { isFlat, priceTracks } from './price-tracks.ts';
import { resolveSpeech } from './resolve-speech.ts';
import { hashRequest, pricedChars, type StoredSpeech, type Track } from './track.ts';

/** The operator's adapter of a vendor, made once for a request. */
type VendorOf = (vendor: SpeechVendorId) => SpeechProvider;

const piecesOf = (track: Track, options: ResolvedSpeech, vendorNamed: VendorOf): number => {
  if (track.reuse !== null) return 0;
  const { maxPerCall, unit } = vendorNamed(vendorOf(track.voiceId)).limitsFor({
    voice: track.voiceId,
    quality: options.hq ? 'high' : 'standard',
    instructions: options.instructions,
  });
  return Math.max(1, Math.ceil(MEASURE_OF[unit](track.text) / Math.min(maxPerCall, PIECE_MAX_UNITS)));
};

const excerptOf = (text: string): string =>
  [...text.slice(0, 2 * SCRIPT_EXCERPT_CHARS)].slice(0, SCRIPT_EXCERPT_CHARS).join('');

/**
 * Tracks as a job that may be charged for. Pure.
 * @param speech of the job; its text is the whole script.
 */
export const toPreparedJob = (
  { house, providers }: Pick<SpeechSource, 'house' | 'providers'>,
  input: { speech: ResolvedSpeech; tracks: Track[]; isScenes: boolean; reuse: boolean },
): PreparedJob => {
  const { speech, tracks, isScenes } = input;
  const { text: _text, voiceId, language: _language, ...options } = speech;
  const vendor = vendorOf(voiceId);
  const vendors = new Map<SpeechVendorId, SpeechProvider>();
  const vendorNamed: VendorOf = (id) => {
    const provider = vendors.get(id) ?? house.speech(id);
    vendors.set(id, provider);
    return provider;
  };
  const priced = tracks.map((track) => ({ ...track, chars: pricedChars(track.text), vendor: vendorOf(track.voiceId) }));
  const chars = priced.reduce((sum, track) => sum + track.chars, 0);
  const isExcerpt = chars > TEXT_MAX_CHARS;
  const stored: StoredSpeech = {
    ...speech,
    text: isExcerpt ? excerptOf(speech.text) : speech.text,
    script: { chars, isExcerpt, scenes: isScenes ? tracks.length : null },
  };
  const paid = priced.filter(({ reuse }) => reuse === null);
  const pieces = tracks.reduce((sum, track) => sum + piecesOf(track, speech, vendorNamed), 0);
  return {
    module: 'tts',
    modelId: vendor,
    provider: vendor,
    params: JSON.stringify(stored),
    script: isExcerpt || isScenes ? JSON.stringify({ tracks }) : null,
    costs: priceTracks(paid, { hq: speech.hq, prices: house.prices }),
    priceVersion: house.prices.version,
    allowance: null,
    isHeavy: false,
    bodyHash: hashRequest(isScenes ? 'scenes' : 'script', tracks, options),
    rounds: Math.max(1, Math.ceil(pieces / PIECES_AT_ONCE)),
    demo: {
      operator: vendorNamed(vendor).isDemo,
      own: providers.playsOwnKeys && vendorNamed(vendor).isDemo,
    },
    reuse: input.reuse,
  };
};

export type PreparedSpeech = { job: PreparedJob; speech: ResolvedSpeech; vendor: SpeechVendorId };

/**
 * From validated parameters to a priced job. Changes nothing, and reads no more than the voice; nothing of the client's
 * own reckoning goes in.
 * @throws AppError validation_failed.
 */
export const prepareSpeech = async (
  source: SpeechSource,
  input: { params: SpeechParams; maxChars: number; pointer: string },
): Promise<PreparedSpeech> => {
  const { noCache, ...params } = input.params;
  const speech = await resolveSpeech(source, params, { maxChars: input.maxChars, pointer: input.pointer });
  const { text, voiceId, language } = speech;
  const vendor = vendorOf(voiceId);
  const track: Track = { title: null, text, voiceId, language, reuse: null };
  if (isFlat(vendor)) refuseLong(track, `${input.pointer}/text`);
  const job = toPreparedJob(source, { speech, tracks: [track], isScenes: false, reuse: !noCache });
  return { job, speech, vendor };
};

/** @throws AppError validation_failed for a text that is longer than what a flat price is for. */
export const refuseLong = (track: Pick<Track, 'text'>, pointer: string): void => {
  const chars = pricedChars(track.text);
  if (chars <= TEXT_MAX_CHARS) return;
  const message = `The text has ${chars} characters; this voice speaks ${TEXT_MAX_CHARS} at its flat price.`;
  throw invalidFields([{ pointer, code: 'text_too_long', message }]);
};
