import { createExecutionContext, createMessageBatch, getQueueResult, type QueueResult } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { consumeJobs } from '../../worker/consumers/jobs.ts';
import type { Context } from '../../worker/context.ts';
import type { JobStatus } from '../../worker/contract/jobs.ts';
import { createSpeechJob } from '../../worker/services/speech/create-speech-job.ts';

/** 401 characters cost 3 credits: enough that a wrong refund shows. */
export const PAID_TEXT = 'Ozvena speaks. '.repeat(27).slice(0, 401);
export const PAID_CREDITS = 3;

/** Creates a speech job that is made anew, and gives its id. */
export const newJob = async (
  ctx: Context,
  userId: string,
  options: { text?: string; clientJobId?: string } = {},
): Promise<string> => {
  const { text = PAID_TEXT, clientJobId = crypto.randomUUID() } = options;
  const params = { text, noCache: true };
  const { job } = await createSpeechJob(ctx, { userId, clientJobId, params, pointer: '' });
  return job.jobId;
};

/** Delivers messages of these jobs to the consumer, as one batch. */
export const deliver = async (ctx: Context, jobIds: readonly string[]): Promise<QueueResult> => {
  const batch = createMessageBatch(
    'jobs-default',
    jobIds.map((jobId) => ({ id: crypto.randomUUID(), timestamp: new Date(), attempts: 1, body: { jobId } })),
  );
  await consumeJobs(ctx, batch);
  return getQueueResult(batch, createExecutionContext());
};

export type JobFacts = { status: JobStatus; attempts: number; errorCode: string | null; deadlineAt: number };

/** A job as it stands in the database. */
export const jobFacts = async (jobId: string): Promise<JobFacts> => {
  const row = await env.DB.prepare(
    'SELECT status, attempts, error_code AS errorCode, deadline_at AS deadlineAt FROM jobs WHERE id = ?1',
  )
    .bind(jobId)
    .first<JobFacts>();
  if (!row) throw new Error(`there is no job ${jobId}`);
  return row;
};

export const statusOf = async (jobId: string): Promise<JobStatus> => (await jobFacts(jobId)).status;

/** The recorded calls of a job's pieces, in order. */
export const callsOf = async (jobId: string): Promise<{ piece: number | null; outcome: string }[]> => {
  const { results } = await env.DB.prepare(
    'SELECT piece, outcome FROM provider_calls WHERE job_id = ?1 ORDER BY started_at, id',
  )
    .bind(jobId)
    .all<{ piece: number | null; outcome: string }>();
  return results;
};

/** How many rows a table has for a job. */
export const countFor = async (table: 'generations' | 'notifications' | 'assets', jobId: string): Promise<number> =>
  (await env.DB.prepare(`SELECT COUNT(*) AS n FROM ${table} WHERE job_id = ?1`).bind(jobId).first<number>('n')) ?? 0;
