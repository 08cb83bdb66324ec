import { createRoute, z } from '@hono/zod-openapi';
import {
  type CreateJob,
  createJobSchema,
  jobAcceptedSchema,
  jobListSchema,
  jobSchema,
  pageQuerySchema,
  quoteRequestSchema,
  quoteSchema,
} from '../contract/jobs.ts';
import { type AppContext, isOperator, tokenOf, userOf } from '../http.ts';
import { cancelJob } from '../services/jobs/cancel-job.ts';
import type { CreatedJob, JobOrder } from '../services/jobs/create-job.ts';
import { findJob } from '../services/jobs/find-job.ts';
import { listJobs } from '../services/jobs/list-jobs.ts';
import { quoteJob } from '../services/jobs/quote-job.ts';
import { createToolJob } from '../services/tools/create-tool-job.ts';
import { allow, createRouter, json, jsonBody, problems } from './declare.ts';

const jobParams = z.object({ jobId: z.string() });

const create = <const Path extends string>(path: Path) =>
  createRoute({
    method: 'post',
    path,
    ...allow('generate', 'with_submit'),
    tags: ['jobs'],
    summary: 'Create a job',
    description: 'Charges the whole cost and queues the job. The same clientJobId and body give the same job again.',
    request: { body: jsonBody(createJobSchema) },
    responses: {
      ...problems,
      202: json(jobAcceptedSchema, 'Charged and queued; `Location` is where to ask for its status.'),
    },
  });

const list = createRoute({
  method: 'get',
  path: '/api/jobs',
  ...allow('read_own'),
  tags: ['jobs'],
  summary: 'Your jobs, newest first',
  request: { query: pageQuerySchema },
  responses: { ...problems, 200: json(jobListSchema, 'A page of jobs.') },
});

const status = createRoute({
  method: 'get',
  path: '/api/jobs/{jobId}/status',
  ...allow('read_own'),
  tags: ['jobs'],
  summary: 'How far a job is',
  request: { params: jobParams },
  responses: { ...problems, 200: json(jobSchema, 'The job with its files.') },
});

const cancel = createRoute({
  method: 'post',
  path: '/api/jobs/{jobId}/cancel',
  ...allow('generate'),
  tags: ['jobs'],
  summary: 'Cancel a job',
  description: 'Before any work has begun the charge comes back; after that it stands.',
  request: { params: jobParams },
  responses: { ...problems, 200: json(jobSchema, 'The canceled job.') },
});

const quote = createRoute({
  method: 'post',
  path: '/api/quotes',
  ...allow('estimate'),
  tags: ['prices'],
  summary: 'What would this cost?',
  request: { body: jsonBody(quoteRequestSchema) },
  responses: { ...problems, 200: json(quoteSchema, 'Cost, balance before and after, and time.') },
});

/** Who orders a job, by which key of his own, and where he wants to hear of its end. */
export const orderOf = (
  c: AppContext,
  keys: Pick<JobOrder, 'clientJobId' | 'callbackUrl' | 'parentJobId'>,
): JobOrder => ({ userId: userOf(c).userId, token: tokenOf(c), entry: c.get('entry'), ...keys });

/** Headers of a 202: where to look, and whether the job was there already. */
export const acceptedHeaders = ({ job, replayed }: CreatedJob): Record<string, string> => ({
  Location: `/api/jobs/${job.jobId}/status`,
  ...(replayed ? { 'Idempotent-Replayed': 'true' } : {}),
});

const take = (c: AppContext, { clientJobId, callbackUrl, parentJobId, ...wanted }: CreateJob): Promise<CreatedJob> => {
  const jobOrder = orderOf(c, { clientJobId, callbackUrl, parentJobId });
  const { userId } = jobOrder;
  const order = { ...wanted, userId, isOperator: isOperator(c), pointer: '/params' };
  return createToolJob(c.get('ctx'), { jobOrder, order });
};

/** Jobs of every module. */
export const jobRoutes = createRouter()
  .openapi(create('/api/jobs'), async (c) => {
    const created = await take(c, c.req.valid('json'));
    return c.json(created.job, 202, acceptedHeaders(created));
  })
  .openapi(create('/api/jobs/create'), async (c) => {
    const created = await take(c, c.req.valid('json'));
    return c.json(created.job, 202, acceptedHeaders(created));
  })
  .openapi(list, async (c) => {
    const { cursor, limit } = c.req.valid('query');
    return c.json(await listJobs(c.get('ctx'), { userId: userOf(c).userId, cursor, limit }), 200);
  })
  .openapi(status, async (c) => {
    const { jobId } = c.req.valid('param');
    return c.json(await findJob(c.get('ctx'), { userId: userOf(c).userId, jobId }), 200);
  })
  .openapi(cancel, async (c) => {
    const { jobId } = c.req.valid('param');
    return c.json(await cancelJob(c.get('ctx'), { userId: userOf(c).userId, jobId }), 200);
  })
  .openapi(quote, async (c) => {
    const principal = c.get('principal');
    const userId = principal.kind === 'user' ? principal.userId : undefined;
    const order = { ...c.req.valid('json'), userId, isOperator: isOperator(c), pointer: '/params' };
    return c.json(await quoteJob(c.get('ctx'), order), 200);
  });
