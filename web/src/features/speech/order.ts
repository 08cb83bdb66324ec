import type { Job, Quote, ScenesParams, ScenesQuote, SpeechParams } from '../../api/wire.ts';
import type { Draft } from './draft.ts';
import type { DraftScene } from './scenes.ts';

/** What is asked for: one file of a script, or one of each scene, with the ids by which the editor knows them. */
export type Order =
  | { kind: 'script'; params: SpeechParams }
  | { kind: 'scenes'; ids: readonly string[]; params: ScenesParams };

type Options = Omit<SpeechParams, 'text'>;

/** @param anew scenes that are made again although they have been made. */
export const sceneParamsOf = (scenes: readonly DraftScene[], anew: readonly string[]) =>
  scenes.map(({ id, title, text, voiceId, language }) => ({
    text,
    ...(title.trim() === '' ? {} : { title: title.trim() }),
    ...(voiceId === undefined ? {} : { voiceId }),
    ...(language === undefined ? {} : { language }),
    ...(anew.includes(id) ? { noCache: true } : {}),
  }));

/** The order of a draft. A scene without words is only a place for them, and is left out. */
export const orderOf = (
  { mode, text, scenes }: Pick<Draft, 'mode' | 'text' | 'scenes'>,
  options: Options,
  anew: readonly string[],
): Order => {
  if (mode === 'script') return { kind: 'script', params: { text, ...options } };
  const written = scenes.filter((scene) => scene.text.trim() !== '');
  const ids = written.map(({ id }) => id);
  return { kind: 'scenes', ids, params: { scenes: sceneParamsOf(written, anew), ...options } };
};

/** What scenes cost, with the ids of those that were asked about, in their order. */
export type ScenesPrice = ScenesQuote & { ids: readonly string[] };

export type OrderPrice = Quote | ScenesPrice;

/** The price of scenes, where it is one. */
export const scenesPriceOf = (price: OrderPrice | undefined): ScenesPrice | undefined =>
  price && 'scenes' in price ? price : undefined;

/** The job that an order will become, to be shown until the server has taken it. */
export const standInOf = (
  input: { clientJobId: string; order: Order; quote: Quote; chars: number },
  now: number,
): Job => {
  const { clientJobId, order, quote, chars } = input;
  const { voiceId = '', language = '', speed = 1, pitch = 0, volume = 100, hq = false } = order.params;
  const { format = 'mp3', bitrateKbps = 128, fallback = false, tuning = {} } = order.params;
  const text = order.kind === 'script' ? order.params.text : (order.params.scenes?.[0]?.text ?? '');
  return {
    jobId: `pending:${clientJobId}`,
    transactionId: `pending:${clientJobId}`,
    clientJobId,
    module: 'tts',
    status: 'queued',
    progress: 0,
    params: { text, voiceId, language, speed, pitch, volume, hq, format, bitrateKbps, fallback, tuning },
    script: { chars, isExcerpt: false, scenes: order.kind === 'scenes' ? (order.params.scenes?.length ?? null) : null },
    pieces: null,
    ownKey: quote.ownKey,
    fallbackUsed: false,
    cached: quote.cached,
    costCredits: quote.costCredits,
    returnedCredits: 0,
    priceVersion: quote.priceVersion,
    expectedAt: now + quote.etaMs,
    preview: null,
    finals: [],
    scenes: [],
    error: null,
    createdAt: now,
    completedAt: null,
    expiresAt: null,
    demo: false,
  };
};
