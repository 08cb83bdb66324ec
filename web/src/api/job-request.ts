import { api, read, routes } from './client.ts';
import type { CreateJob, JobAccepted, Module, ScenesParams } from './wire.ts';

/** An order of a job as it is sent. It is plain data, so that it can be kept and sent later, under the same key. */
export type JobRequest =
  | { to: 'jobs'; body: CreateJob }
  /** A script in scenes has an address of its own. */
  | { to: 'scenes'; body: ScenesParams & { clientJobId: string } };

/** Orders the job; sent again, the same request is the same job. @throws ApiError */
export const sendJob = (request: JobRequest): Promise<JobAccepted> =>
  request.to === 'jobs' ? api.createJob(request.body) : read(routes.tts['split-scenes'].$post({ json: request.body }));

export const moduleOf = (request: JobRequest): Module => (request.to === 'jobs' ? request.body.module : 'tts');
