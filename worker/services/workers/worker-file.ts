import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from '../../context.ts';
import { WORKER_FINALS_MAX } from '../../contract/limits.ts';
import { mediaPrefixOf } from '../assets/store-media.ts';

/** What a worker may read of a job, or put there once: by name, and of one hand-over. */
export type WorkerFile = { jobId: string; runId: string; direction: 'in' | 'out'; name: string };
/** A link as it comes back. */
export type LinkedFile = WorkerFile & { expires: number; signature: string };

const numbered = (name: string): string[] => Array.from({ length: WORKER_FINALS_MAX }, (_, at) => `${name}_${at + 1}`);

/** The files that a worker may put for a job. */
export const OUTPUT_NAMES = [...numbered('preview'), 'poster', ...numbered('final')];

const SENT_NAME = 'sent_';

/** Where a worker's file stands until it is measured. It is nobody's result there, and goes when the job has ended. */
export const sentKeyOf = (job: { userId: string; id: string }, { runId, name }: Pick<WorkerFile, 'runId' | 'name'>) =>
  `${sentPrefixOf(job)}${runId}_${name}`;
export const sentPrefixOf = (job: { userId: string; id: string }): string => `${mediaPrefixOf(job)}${SENT_NAME}`;

const macOf = (secret: string, { jobId, runId, direction, name }: WorkerFile, expires: number): Buffer =>
  createHmac('sha256', secret)
    .update(JSON.stringify(['worker-file', jobId, runId, direction, name, expires]))
    .digest();

/** The address of a file, for whoever has it, until `expires` (unix ms). */
export const signFile = ({ config }: Context, file: WorkerFile, expires: number): string => {
  const { jobId, runId, direction, name } = file;
  const signature = macOf(config.sessionSecret, file, expires).toString('base64url');
  const query = new URLSearchParams({ run: runId, expires: String(expires), signature });
  return `${config.appOrigin}/api/jobs/${jobId}/worker-files/${direction}/${name}?${query}`;
};

/** Whether a link is of this house, over or not. */
export const isOurLink = ({ config }: Context, { expires, signature, ...file }: LinkedFile): boolean => {
  const given = Buffer.from(signature, 'base64url');
  return config.sessionSecrets.some((secret) => {
    const expected = macOf(secret, file, expires);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
};

const FILE_PATH = /^\/api\/jobs\/([^/]+)\/worker-files\/out\/([a-z0-9_]+)$/;

/** The file that an address names which a worker sends back: undefined unless it is one that it was given for this job. */
export const readOutputUrl = (ctx: Context, text: string, jobId: string): WorkerFile | undefined => {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const [, ofJob, name] = FILE_PATH.exec(url.pathname) ?? [];
  const runId = url.searchParams.get('run');
  const expires = Number(url.searchParams.get('expires'));
  const signature = url.searchParams.get('signature');
  if (url.origin !== ctx.config.appOrigin || ofJob !== jobId) return undefined;
  if (name === undefined || runId === null || signature === null) return undefined;
  const file = { jobId, runId, direction: 'out', name } as const;
  return isOurLink(ctx, { ...file, expires, signature }) ? file : undefined;
};
