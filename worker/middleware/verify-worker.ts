import { WORKER_SIGNATURE_HEADER, WORKER_TIMESTAMP_HEADER } from '../contract/workers.ts';
import type { Middleware } from '../http.ts';
import { verifyReport } from '../services/workers/verify-report.ts';

/** Lets through what a worker has signed, over the body as it was sent, before anything of it is read. */
export const verifyWorker: Middleware = async (c, next) => {
  const body = new Uint8Array(await c.req.arrayBuffer());
  await verifyReport(c.get('ctx'), {
    jobId: c.req.param('jobId') ?? '',
    signature: c.req.header(WORKER_SIGNATURE_HEADER) ?? '',
    timestamp: c.req.header(WORKER_TIMESTAMP_HEADER) ?? '',
    body,
  });
  await next();
};
