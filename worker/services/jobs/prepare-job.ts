import { createHash } from 'node:crypto';
import type { Module } from '../../contract/jobs.ts';
import { TEXT_MAX_CHARS } from '../../contract/limits.ts';
import type { SpeechParams } from '../../contract/speech.ts';
import { priceOf, ruleOf } from '../../pricing/price.ts';
import { PRICE_BOOK } from '../../pricing/price-book.ts';
import type { ModelAdapter, ResolvedSpeech } from '../../providers/provider.ts';
import { resolveSpeech, speechUsage } from '../speech/resolve-speech.ts';
import { type VoiceSource, vendorOf } from '../voices/find-voice.ts';

export type PreparedJob = {
  model: ModelAdapter;
  params: ResolvedSpeech;
  costCredits: number;
  priceVersion: string;
  /** Equal for equal requests, whichever endpoint they came by. */
  bodyHash: string;
};

/**
 * From validated parameters to a priced job. Changes nothing, and reads no more than the voice; nothing of the client's own reckoning
 * goes in.
 * @throws AppError validation_failed.
 */
export const prepareJob = async (
  source: VoiceSource,
  input: { module: Module; params: SpeechParams; pointer: string; callbackUrl?: string | undefined },
): Promise<PreparedJob> => {
  const params = await resolveSpeech(source, input.params, { maxChars: TEXT_MAX_CHARS, pointer: input.pointer });
  const model = source.providers.modelFor(input.module, vendorOf(params.voiceId));
  const { text, voiceId, language, speed, pitch, volume, hq } = params;
  const told = input.callbackUrl === undefined ? [] : [input.callbackUrl];
  const canonical = JSON.stringify([input.module, text, voiceId, language, speed, pitch, volume, hq, ...told]);
  return {
    model,
    params,
    costCredits: priceOf(ruleOf(PRICE_BOOK, model.modelId), speechUsage(params)),
    priceVersion: PRICE_BOOK.version,
    bodyHash: createHash('sha256').update(canonical).digest('hex'),
  };
};
