import { WORK_EXCERPT_CHARS } from '../contract/limits.ts';
import type { Work } from '../contract/modules.ts';

/** SQL: JSON of a `Work`, null where there is no job of this id. A line break says nothing in a list. */
export const workOf = (jobId: string): string => `(SELECT json_object('module', j.module, 'excerpt',
  replace(substr(COALESCE(j.params->>'text', j.params->>'prompt', j.params->>'message', ''), 1, ${WORK_EXCERPT_CHARS}),
    char(10), ' ')) FROM jobs j WHERE j.id = ${jobId})`;

export const readWork = (json: string | null): Work | null => (json === null ? null : (JSON.parse(json) as Work));
