import type { Quote, ScenesParams, ScenesQuote, SpeechParams } from '../../api/wire.ts';
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
