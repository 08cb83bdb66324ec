import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { messageOf } from '../../api/api-error.ts';
import type { SpeechJob } from '../../api/wire.ts';
import { useToast } from '../../ui/toast.tsx';
import { type Draft, draftOf } from './draft.ts';
import { draftScenesOf } from './scenes.ts';
import { scriptQuery } from './vendor-queries.ts';

/** Takes a job's whole script and settings up again. What the job itself does not hold of it is read first. */
export const useReuse = (onDraft: (change: Partial<Draft>) => void) => {
  const { t } = useLingui();
  const cache = useQueryClient();
  const toast = useToast();
  return useCallback(
    async (job: SpeechJob): Promise<void> => {
      const { params, script } = job;
      try {
        const isWhole = !script.isExcerpt && script.scenes === null;
        const read = isWhole ? { text: params.text } : await cache.fetchQuery(scriptQuery(job.jobId));
        const options = draftOf(params);
        if ('text' in read) return onDraft({ ...options, mode: 'script', text: read.text });
        const scenes = draftScenesOf(read.scenes, params);
        const numbers = Object.fromEntries(scenes.map(({ id }, index) => [id, index + 1]));
        onDraft({ ...options, mode: 'scenes', scenes, made: { jobId: job.jobId, numbers } });
      } catch (error) {
        toast({ title: t`Its script could not be read`, detail: messageOf(error), tone: 'danger' });
      }
    },
    [cache, onDraft, toast, t],
  );
};
