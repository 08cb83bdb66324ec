import type { ResolvedSpeech } from '../../contract/speech.ts';
import type { SpeechProvider } from '../../providers/provider.ts';
import { cutScript } from '../../script/cut-script.ts';
import { MEASURE_OF } from '../../script/measure.ts';
import type { LiveStep } from './open-stream.ts';
import { toSpeechRequest } from './to-request.ts';

/**
 * A text as the calls and silences by which it is spoken at once.
 * @param options.timed asks for word times where the vendor gives them
 */
export const liveSteps = (
  vendor: Pick<SpeechProvider, 'limitsFor' | 'synthesize'>,
  speech: ResolvedSpeech,
  options: { signal: AbortSignal; timed: boolean },
): LiveStep[] => {
  const { text, voiceId, language, hq, instructions } = speech;
  const { maxPerCall, unit } = vendor.limitsFor({ voice: voiceId, quality: hq ? 'high' : 'standard', instructions });
  const cut = cutScript(text, { language, limit: maxPerCall, measure: MEASURE_OF[unit] });
  // What no voice can speak was refused before it was charged for.
  if (!cut.ok) throw new Error(`a text that was taken cannot be cut: ${cut.fault.message}`);
  return cut.steps.map((step): LiveStep => {
    if (step.kind === 'pause') return step;
    const previousText = text.slice(0, step.startAt) || undefined;
    const nextText = text.slice(step.endAt) || undefined;
    const request = toSpeechRequest(speech, { text: step.text, voiceId, language, previousText, nextText });
    return { kind: 'speech', text: step.text, speak: () => vendor.synthesize(request, options) };
  });
};
