import { env } from 'cloudflare:workers';
import { expect } from 'vitest';
import type { Context } from '../../worker/context.ts';
import type { CreateJob, Job, JobAccepted } from '../../worker/contract/jobs.ts';
import type { Upload } from '../../worker/contract/uploads.ts';
import { api, jsonOf } from './api.ts';
import type { TestContext } from './context.ts';
import { deliver } from './jobs.ts';
import { complete, sendAll } from './uploads.ts';
import type { TestUser } from './users.ts';

/** Between two looks: films are really made. */
const LOOK_EVERY_MS = 100;
const LOOKS_MAX = 400;

/** A file that was sent and is ready, as an order refers to it. */
export const sent = async (
  user: TestUser,
  kind: 'image' | 'audio',
  contentType: string,
  bytes: Uint8Array,
): Promise<{ uploadId: string }> => {
  const { uploadId } = await sendAll(user, { kind, contentType, bytes });
  const { status } = await jsonOf<Upload>(await complete(user, uploadId));
  expect(status).toBe('ready');
  return { uploadId };
};

type Order = CreateJob extends infer Each ? (Each extends CreateJob ? Omit<Each, 'clientJobId'> : never) : never;

/** Orders a job over HTTP, as a client does. */
export const order = async (user: TestUser, wanted: Order | Record<string, unknown>): Promise<JobAccepted> =>
  jsonOf<JobAccepted>(await api('/api/jobs', { user, json: { clientJobId: crypto.randomUUID(), ...wanted } }), 202);

export const statusOfJob = async (user: TestUser, jobId: string): Promise<Job> =>
  jsonOf<Job>(await api(`/api/jobs/${jobId}/status`, { user }));

/** Delivers a job's message again and again, as the queue does, until somebody is content with it. */
export const deliverUntil = async (
  ctx: Context,
  user: TestUser,
  jobId: string,
  isDone: (job: Job) => boolean = ({ completedAt }) => completedAt !== null,
): Promise<Job> => {
  for (let look = 0; look < LOOKS_MAX; look += 1) {
    await deliver(ctx, [jobId]);
    const job = await statusOfJob(user, jobId);
    if (isDone(job)) return job;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new Error(`job ${jobId} does not come to what was waited for`);
};

export type RequestRow = { piece: number; requestId: string | null; film: string | null; failures: number };

export const requestsOf = async (jobId: string): Promise<RequestRow[]> => {
  const { results } = await env.DB.prepare(
    'SELECT piece, request_id AS requestId, film, failures FROM vendor_requests WHERE job_id = ?1 ORDER BY piece',
  )
    .bind(jobId)
    .all<RequestRow>();
  return results;
};

/** The file of an asset, by the address that its owner is told. */
export const fileOf = async (user: TestUser, url: string): Promise<Uint8Array> =>
  new Uint8Array(await (await api(url, { user })).arrayBuffer());

/** The calls of fal that a context makes, by method and path, and what some of them are answered with instead. */
export const watchFal = (
  ctx: TestContext,
  answer: (request: Request, call: string) => Response | undefined | Promise<Response | undefined> = () => undefined,
): { ctx: TestContext; calls: string[] } => {
  const calls: string[] = [];
  const reach: Context['providers']['reach'] = (id, own) => {
    const options = ctx.providers.reach(id, own);
    const fetch = async (request: Request): Promise<Response> => {
      const call = `${request.method} ${new URL(request.url).pathname}`;
      calls.push(call);
      return (await answer(request, call)) ?? options.wire.fetch(request);
    };
    return { ...options, wire: { ...options.wire, fetch } };
  };
  return { ctx: { ...ctx, providers: { ...ctx.providers, reach } }, calls };
};
