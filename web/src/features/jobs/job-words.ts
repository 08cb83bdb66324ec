import { plural, t } from '@lingui/core/macro';
import type { Job, JobAsset, JobStatus } from '../../api/wire.ts';
import { formatCredits, formatNumber, formatWait } from '../../format.ts';

const STATUS_WORDS: Record<JobStatus, () => string> = {
  queued: () => t`In the queue`,
  running: () => t`Making the preview`,
  preview_ready: () => t`Preview is here`,
  finalizing: () => t`Finalizing…`,
  completed: () => t`Ready`,
  failed: () => t`Failed`,
  canceled: () => t`Stopped`,
  expired: () => t`Took too long`,
};

/** Each state as a person would say it. */
export const statusInWords = (status: JobStatus): string => STATUS_WORDS[status]();

/** A job that delivered, and whose files have reached their age. */
export const filesAreGone = ({ status, expiresAt }: Job): boolean => status === 'completed' && expiresAt === null;

/** Why a job ended without a result. A reason of a newer server is told in the server's own words. */
export const jobFaultInWords = ({ code, message }: NonNullable<Job['error']>): string => {
  if (code === 'deadline_exceeded') return t`This took longer than we allow.`;
  if (code === 'gave_up') return t`This could not be made after several tries.`;
  if (code.startsWith('provider_')) return t`The vendor could not make this.`;
  return message;
};

/** How long still; past its time it promises nothing new. */
export const etaInWords = (job: Job, now: number): string | undefined => {
  if (job.expectedAt === null) return undefined;
  const left = job.expectedAt - now;
  if (left <= 0) return t`any moment now`;
  const wait = formatWait(left);
  return t`${wait} left`;
};

/** How many go before it: of the person's own heavy work, or of other people's at the vendor's. */
export const lineInWords = (linePosition: number | null, queuePosition: number | null): string | undefined => {
  if (linePosition !== null) {
    return plural(linePosition, {
      one: 'Waiting for your other one: it is next in line.',
      other: 'Waiting in your own line: # are before it.',
    });
  }
  if (queuePosition === null) return undefined;
  if (queuePosition === 0) return t`Next in line at the vendor.`;
  return plural(queuePosition, { one: '# before it at the vendor.', other: '# before it at the vendor.' });
};

const FILE_KINDS: Readonly<Record<string, string>> = {
  'audio/mpeg': 'MP3',
  'audio/wav': 'WAV',
  'audio/ogg': 'Opus',
  'application/zip': 'ZIP',
  'image/png': 'PNG',
  'image/jpeg': 'JPEG',
  'image/webp': 'WebP',
  'video/mp4': 'MP4',
};

/** A file by the name of its kind. */
export const fileKindOf = ({ contentType }: Pick<JobAsset, 'contentType'>): string =>
  FILE_KINDS[contentType.split(';')[0] ?? ''] ?? contentType;

/** What became of the price. */
export const costInWords = (job: Job): string => {
  if (job.cached) return t`Made before: free`;
  if (job.ownKey && job.costCredits === 0) return t`Your key: free`;
  const cost = formatCredits(job.costCredits);
  if (job.returnedCredits === 0) return cost;
  if (job.returnedCredits >= job.costCredits) return t`${cost}, all returned`;
  const kept = formatNumber(job.costCredits - job.returnedCredits);
  return t`${kept} of ${cost}`;
};
