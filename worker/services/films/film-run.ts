import type { ModelRun } from '../tools/model-adapter.ts';

/** The vendor of every film. */
export const FILM_VENDOR = 'fal';

/** One run of a job that makes a film, whatever it is made of. */
export type FilmRun = Pick<ModelRun<unknown>, 'job' | 'model' | 'own' | 'signal' | 'progress' | 'report'>;
