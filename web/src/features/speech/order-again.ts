import { read, routes } from '../../api/client.ts';
import type { SpeechJob } from '../../api/wire.ts';
import { composeDraft, draftOf } from './draft.ts';
import { optionsOf } from './fit-draft.ts';
import type { Order } from './order.ts';

/** The order that has a speech made anew, and paid for anew. What the job itself does not hold of its script is read first. */
export const orderAgain = async ({ jobId, params, script }: SpeechJob): Promise<Order> => {
  const draft = { ...composeDraft({}), ...draftOf(params), seed: undefined };
  const options = { ...optionsOf(draft, undefined, params.language), voiceId: params.voiceId, noCache: true };
  const isWhole = !script.isExcerpt && script.scenes === null;
  const whole = isWhole
    ? { text: params.text }
    : await read(routes.tts.jobs[':transactionId'].script.$get({ param: { transactionId: jobId } }));
  if ('text' in whole) return { kind: 'script', params: { ...options, text: whole.text } };
  const scenes = whole.scenes.map((scene) => ({ ...scene, noCache: true }));
  return { kind: 'scenes', ids: [], params: { ...options, scenes } };
};
