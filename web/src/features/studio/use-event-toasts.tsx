import { Link } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { LiveEvent } from '../../api/wire.ts';
import { formatCredits } from '../../format.ts';
import { useToast } from '../../ui/toast.tsx';

const OpenJob = ({ jobId }: { jobId: string }) => (
  <Link
    to="/studio/jobs/$jobId"
    params={{ jobId }}
    className="mt-1 justify-self-start rounded-xs text-sm font-semibold underline decoration-sound decoration-2 underline-offset-4"
  >
    Open it
  </Link>
);

/** Says what happened while one was looking elsewhere. What one did oneself is not announced. */
export const useEventToasts = (): ((event: LiveEvent) => void) => {
  const toast = useToast();
  return useCallback(
    (event: LiveEvent) => {
      if (event.type === 'job_completed') {
        toast({ title: 'Your speech is ready', tone: 'good', action: <OpenJob jobId={event.job.jobId} /> });
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
    [toast],
  );
};
