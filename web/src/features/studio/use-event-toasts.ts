import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { LiveEvent } from '../../api/wire.ts';
import { formatCredits } from '../../format.ts';
import { useToast } from '../../ui/toast.tsx';

/** Says what happened while one was looking elsewhere. What one did oneself is not announced. */
export const useEventToasts = (): ((event: LiveEvent) => void) => {
  const toast = useToast();
  const navigate = useNavigate();
  return useCallback(
    (event: LiveEvent) => {
      if (event.type === 'job_completed') {
        const { jobId } = event.job;
        toast({
          title: 'Your speech is ready',
          tone: 'good',
          action: { label: 'Open it', onSelect: () => void navigate({ to: '/studio/jobs/$jobId', params: { jobId } }) },
        });
      }
      if (event.type === 'job_failed' && event.job.status === 'failed') {
        const { returnedCredits, error } = event.job;
        const back = returnedCredits > 0 ? `${formatCredits(returnedCredits)} came back. ` : '';
        toast({ title: 'A speech failed', detail: `${back}${error?.message ?? ''}`, tone: 'danger' });
      }
      if (event.type === 'credits_added' && event.kind !== 'refund' && event.kind !== 'settle') {
        toast({ title: `${formatCredits(event.changeCredits)} added`, tone: 'good' });
      }
      if (event.type === 'history_evicted') {
        const many = event.jobIds.length;
        toast({
          title: many === 1 ? 'One old result has gone' : `${many} old results have gone`,
          detail: event.reason === 'over_limit' ? 'The history keeps the newest ones.' : 'They had reached their age.',
        });
      }
    },
    [toast, navigate],
  );
};
