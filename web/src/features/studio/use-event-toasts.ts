import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { LiveEvent } from '../../api/wire.ts';
import { useToast } from '../../ui/toast.tsx';
import { jobFaultInWords } from '../jobs/job-words.ts';
import { useRestore } from './use-restore.ts';

/** Says what happened while one was looking elsewhere. What one did oneself is not announced. */
export const useEventToasts = (): ((event: LiveEvent) => void) => {
  const { t } = useLingui();
  const toast = useToast();
  const navigate = useNavigate();
  const undoOf = useRestore();
  return useCallback(
    (event: LiveEvent) => {
      if (event.type === 'job_completed') {
        const { jobId } = event.job;
        toast({
          title: t`Your speech is ready`,
          tone: 'good',
          action: {
            label: t`Open it`,
            onSelect: () => void navigate({ to: '/studio/jobs/$jobId', params: { jobId } }),
          },
        });
      }
      if (event.type === 'job_failed' && event.job.status === 'failed') {
        const { returnedCredits, error } = event.job;
        const back = plural(returnedCredits, { one: '# credit came back.', other: '# credits came back.' });
        const reason = error ? jobFaultInWords(error) : '';
        toast({
          title: t`A speech failed`,
          detail: returnedCredits > 0 ? `${back} ${reason}` : reason,
          tone: 'danger',
        });
      }
      if (event.type === 'credits_added' && event.kind !== 'refund' && event.kind !== 'settle') {
        const title = plural(event.changeCredits, { one: '# credit added', other: '# credits added' });
        toast({ title, tone: 'good' });
      }
      if (event.type === 'history_evicted' && event.reason === 'over_limit') {
        const title = t`Saved — your oldest item was removed to keep history under 30 items.`;
        toast({ title, ...undoOf(event.jobIds) });
      }
      if (event.type === 'history_evicted' && event.reason === 'retention') {
        const title = plural(event.jobIds.length, { one: '# old result has gone', other: '# old results have gone' });
        toast({ title, detail: t`They had reached their age.` });
      }
    },
    [toast, navigate, t, undoOf],
  );
};
