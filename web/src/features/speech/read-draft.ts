import type { QueryClient } from '@tanstack/react-query';
import type { SpeechJob } from '../../api/wire.ts';
import { type Draft, draftOf } from './draft.ts';
import { draftScenesOf } from './scenes.ts';
import { scriptQuery } from './vendor-queries.ts';

/** A job's whole script and settings as a draft. What the job itself does not hold of it is read first. */
export const readDraft = async (cache: QueryClient, { jobId, params, script }: SpeechJob): Promise<Partial<Draft>> => {
  const isWhole = !script.isExcerpt && script.scenes === null;
  const read = isWhole ? { text: params.text } : await cache.fetchQuery(scriptQuery(jobId));
  const options = draftOf(params);
  if ('text' in read) return { ...options, mode: 'script', text: read.text };
  const scenes = draftScenesOf(read.scenes, params);
  const numbers = Object.fromEntries(scenes.map(({ id }, index) => [id, index + 1]));
  return { ...options, mode: 'scenes', scenes, made: { jobId, numbers } };
};
