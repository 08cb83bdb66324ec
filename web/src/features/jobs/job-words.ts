import type { Job, JobStatus } from '../../api/wire.ts';
import { formatCredits, formatWait } from '../../format.ts';

/** Each state as a person would say it. */
export const STATUS_WORDS: Record<JobStatus, string> = {
  queued: 'In the queue',
  running: 'Making the preview',
  preview_ready: 'Preview is here',
  finalizing: 'Finalizing…',
  completed: 'Ready',
  failed: 'Failed',
  canceled: 'Stopped',
  expired: 'Took too long',
};

/** How long still; past its time it promises nothing new. */
export const etaInWords = (job: Job, now: number): string | undefined => {
  if (job.expectedAt === null) return undefined;
  const left = job.expectedAt - now;
  return left <= 0 ? 'any moment now' : `${formatWait(left)} left`;
};

/** What became of the price. */
export const costInWords = (job: Job): string => {
  if (job.returnedCredits === 0) return formatCredits(job.costCredits);
  if (job.returnedCredits >= job.costCredits) return `${formatCredits(job.costCredits)}, all returned`;
  return `${formatCredits(job.costCredits - job.returnedCredits)} of ${formatCredits(job.costCredits)}`;
};
