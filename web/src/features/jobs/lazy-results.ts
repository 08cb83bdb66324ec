import { lazyPart } from '../../i18n/lazy-part.ts';

export const FilmResult = lazyPart(async () => (await import('../results/film-result.tsx')).FilmResult);
export const Pictures = lazyPart(async () => (await import('../results/pictures.tsx')).Pictures);
export const ResultActions = lazyPart(async () => (await import('../results/result-actions.tsx')).ResultActions);
