import type { Job, JobStatus } from './wire.ts';

const RANK: Record<JobStatus, number> = {
  queued: 0,
  running: 1,
  preview_ready: 2,
  finalizing: 3,
  completed: 4,
  failed: 4,
  canceled: 4,
  expired: 5,
};

/** Whether the job still moves. */
export const isOpen = (status: JobStatus): boolean => RANK[status] < RANK.completed;

/** Whether it may still be canceled; the server has the last word. */
export const isCancelable = (status: JobStatus): boolean => isOpen(status);

/** Events can overtake each other: of two views of one job, the one that is further along. */
export const laterOf = (known: Job | undefined, incoming: Job): Job => {
  if (known === undefined || known.jobId !== incoming.jobId) return incoming;
  const difference = RANK[incoming.status] - RANK[known.status];
  if (difference !== 0) return difference > 0 ? incoming : known;
  return incoming.progress >= known.progress ? incoming : known;
};

/** A job with a progress event in it; unchanged when the event is older than the job. */
export const withProgress = (
  job: Job,
  { status, progress, pieces, queuePosition }: Pick<Job, 'status' | 'progress' | 'pieces' | 'queuePosition'>,
): Job => {
  if (RANK[status] < RANK[job.status]) return job;
  if (status === job.status && progress < job.progress) return job;
  // What progresses has had its turn.
  return { ...job, status, progress, pieces: pieces ?? job.pieces, queuePosition, linePosition: null };
};
