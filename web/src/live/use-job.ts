import { useQuery } from '@tanstack/react-query';
import { isOpen } from '../api/job-state.ts';
import { jobQuery } from '../api/queries.ts';
import type { Job } from '../api/wire.ts';
import { useLive } from './live-provider.tsx';

const POLL_MS = 2_000;
// Even with a socket an open job is read now and then: an event can be lost, a job must not be.
const POLL_WITH_SOCKET_MS = 15_000;

/** One job, kept fresh by events, and by polling while there is no socket and the job still moves. */
export const useJob = (jobId: string) => {
  const { connected } = useLive();
  return useQuery({
    ...jobQuery(jobId),
    refetchInterval: (query) => {
      const job: Job | undefined = query.state.data;
      if (job !== undefined && !isOpen(job.status)) return false;
      return connected ? POLL_WITH_SOCKET_MS : POLL_MS;
    },
  });
};
