import { plural, t } from '@lingui/core/macro';
import { api, read, routes, until } from '../../api/client.ts';
import type { Tool, Words } from '../editor/tool.ts';
import type { Order, OrderPrice } from './order.ts';
import { scenesFacts, scriptFacts } from './script-facts.ts';

const charsOf = ({ kind, params }: Order): number =>
  (kind === 'script' ? scriptFacts(params.text, undefined, false) : scenesFacts(params.scenes ?? [])).chars;

/** Speech, of a script or of scenes, as the editor's frame knows it. */
export const SPEECH: Tool<'tts', Order, OrderPrice> = {
  module: 'tts',
  quote: async (order, signal) => {
    if (order.kind === 'script') return api.quoteSpeech(order.params, signal);
    return { ...(await read(routes.tts.scenes.$post({ json: order.params }, until(signal)))), ids: order.ids };
  },
  // A script in scenes has an address of its own, which keeps no parent.
  request: (keys, order) =>
    order.kind === 'script'
      ? { to: 'jobs', body: { ...keys, module: 'tts', params: order.params } }
      : { to: 'scenes', body: { clientJobId: keys.clientJobId, ...order.params } },
  standIn: (common, order) => {
    const { voiceId = '', language = '', speed = 1, pitch = 0, volume = 100, hq = false } = order.params;
    const { format = 'mp3', bitrateKbps = 128, fallback = false, tuning = {} } = order.params;
    const text = order.kind === 'script' ? order.params.text : (order.params.scenes?.[0]?.text ?? '');
    const scenes = order.kind === 'scenes' ? (order.params.scenes?.length ?? null) : null;
    return {
      ...common,
      module: 'tts',
      modelId: voiceId.split(':')[0] ?? '',
      title: text,
      params: { text, voiceId, language, speed, pitch, volume, hq, format, bitrateKbps, fallback, tuning },
      script: { chars: charsOf(order), isExcerpt: false, scenes },
    };
  },
  again: async (job) => (await import('./order-again.ts')).orderAgain(job),
};

/** What is agreed to when a speech is ordered. */
export const speechWords = (order: Order, voiceName: string): Words => {
  const chars = charsOf(order);
  const scenes = order.kind === 'scenes' ? order.ids.length : undefined;
  return {
    title: t`Generate this speech?`,
    about:
      scenes === undefined
        ? plural(chars, {
            one: `# character, spoken by ${voiceName}.`,
            other: `# characters, spoken by ${voiceName}.`,
          })
        : plural(scenes, {
            one: '# scene, in a ZIP of sound and captions.',
            other: '# scenes, in a ZIP of sound and captions.',
          }),
  };
};
