import type { Context } from '../../context.ts';
import { AppError, invalidFields } from '../../errors.ts';
import { concatBytes } from '../../media/concat-bytes.ts';
import { SOUND_FORMATS } from '../../media/sound-formats.ts';
import { ProviderError } from '../../providers/provider.ts';
import { liveSteps } from '../speech/live-steps.ts';
import { openStream, toVendorProblem } from '../speech/open-stream.ts';
import { resolveSpeech } from '../speech/resolve-speech.ts';
import { openHouse } from '../vendors/open-house.ts';
import { openVendor } from '../vendors/open-vendor.ts';
import { fetchPreview } from './fetch-preview.ts';
import { findVoice } from './find-voice.ts';
import { sampleTextOf } from './sample-texts.ts';

/** Part of the key: a new one when the texts or the voices change, since a sample is cached for ever. */
const SAMPLES_VERSION = 'v1';

/**
 * A short recording of a voice, made once and kept. Costs nobody anything.
 * @returns MP3 bytes.
 * @throws AppError not_found for an unknown voice, validation_failed for a language it does not speak, and the
 * vendor's problems.
 */
export const readSample = async (
  ctx: Context,
  input: { voiceId: string; language: string | undefined; isOperator: boolean },
): Promise<ArrayBuffer | Uint8Array> => {
  const source = await openHouse(ctx, input);
  const voice = await findVoice(source, input.voiceId);
  if (!voice) throw new AppError('not_found', 'There is no such voice.');
  const own = voice.languages[0] ?? '';
  // A vendor's sample is a call that is paid for: there is one of each voice, in its own language.
  const language = voice.provider === 'unicorn' ? (input.language ?? own) : own;
  if (!voice.languages.includes(language)) {
    throw invalidFields([
      { pointer: '#query/language', code: 'unknown_language', message: `${voice.name} does not speak this language.` },
    ]);
  }
  const key = `samples/${SAMPLES_VERSION}/${voice.provider}/${encodeURIComponent(voice.id.slice(voice.provider.length + 1))}/${language}.mp3`;
  const kept = await ctx.bucket.get(key);
  if (kept) return kept.arrayBuffer();
  const preview = await fetchPreview(ctx, voice);
  if (preview) {
    await ctx.bucket.put(key, preview, { httpMetadata: { contentType: 'audio/mpeg' } });
    return preview;
  }

  const text = sampleTextOf(language);
  const sampled = { text, voiceId: voice.id, language };
  const params = await resolveSpeech(source, sampled, { maxChars: text.length, pointer: '' });
  const abort = new AbortController();
  try {
    const opened = await openVendor(ctx, { provider: voice.provider, userId: undefined, isOwn: false });
    const steps = liveSteps(opened.speech, params, { signal: abort.signal, timed: false });
    const stream = await openStream(ctx, {
      provider: voice.provider,
      sound: SOUND_FORMATS.mp3,
      steps,
      hasWay: () => opened.hasWay(params.voiceId),
    });
    const chunks = [stream.first];
    for (let next = await stream.rest.next(); !next.done; next = await stream.rest.next()) chunks.push(next.value);
    const bytes = concatBytes(chunks);
    await ctx.bucket.put(key, bytes, { httpMetadata: { contentType: 'audio/mpeg' } });
    return bytes;
  } catch (error) {
    throw error instanceof ProviderError ? toVendorProblem(error) : error;
  }
};
