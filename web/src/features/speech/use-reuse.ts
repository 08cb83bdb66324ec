import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { messageOf } from '../../api/api-error.ts';
import type { SpeechJob } from '../../api/wire.ts';
import { useToast } from '../../ui/toast.tsx';
import type { Draft } from './draft.ts';

/** Takes a job's whole script and settings up again. */
export const useReuse = (onDraft: (change: Partial<Draft>) => void) => {
  const { t } = useLingui();
  const cache = useQueryClient();
  const toast = useToast();
  return useCallback(
    async (job: SpeechJob): Promise<void> => {
      try {
        const { readDraft } = await import('./read-draft.ts');
        onDraft(await readDraft(cache, job));
      } catch (error) {
        toast({ title: t`Its script could not be read`, detail: messageOf(error), tone: 'danger' });
      }
    },
    [cache, onDraft, toast, t],
  );
};
