import { env } from 'cloudflare:workers';
import { createHash, createHmac } from 'node:crypto';
import type { Context } from '../../worker/context.ts';
import type { JobForWorker } from '../../worker/contract/workers.ts';
import { forgetRoster } from '../../worker/services/vendors/read-roster.ts';
import { api, ORIGIN } from './api.ts';
import { type TestContext, testContext } from './context.ts';
import { deliver, newJob } from './jobs.ts';
import { scriptedProviders, silence } from './speech.ts';
import { createUser, type TestUser } from './users.ts';

/** A host that the sandbox's resolver finds on the internet. */
export const WORKER_URL = 'https://receiver.ozvena.example/worker';

/** Has a worker make the speech of Unicorn in this file, or Unicorn again. */
export const employ = async (workerUrl: string | null = WORKER_URL): Promise<void> => {
  await env.DB.prepare(`UPDATE model_profiles SET worker_url = ?1 WHERE module = 'tts'`).bind(workerUrl).run();
  forgetRoster(testContext());
};

export type Handed = { request: Request; text: string; job: JobForWorker };
type Workplace = { ctx: TestContext; handed: Handed[] };

/** A worker that takes what it gets, or answers as it is told, and a vendor that is asked for nothing. */
export const workplace = (
  answer: () => Response | Promise<Response> = () => new Response(null, { status: 202 }),
): Workplace => {
  const handed: Handed[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    const text = await request.clone().text();
    handed.push({ request, text, job: JSON.parse(text) as JobForWorker });
    return answer();
  };
  const providers = scriptedProviders(() => {
    throw new Error('the vendor was asked for what a worker makes');
  });
  const workers: Context['workers'] = { fetch, timeoutMs: 5_000 };
  return { ctx: testContext({ providers, workers }), handed };
};

/** A job of a user of its own that a worker has taken over. */
export const handedJob = async (
  place: Workplace = workplace(),
): Promise<{ user: TestUser; jobId: string; ctx: TestContext; job: JobForWorker }> => {
  const user = await createUser();
  const jobId = await newJob(place.ctx, user.userId);
  await deliver(place.ctx, [jobId]);
  const job = place.handed.find((one) => one.job.jobId === jobId)?.job;
  if (!job) throw new Error('the job was not handed over');
  return { user, jobId, ctx: place.ctx, job };
};

/** `at`: unix seconds, for two reports that are to have one signature. */
export type Signing = {
  secret?: string;
  at?: number;
  secondsOff?: number;
  jobId?: string;
  signed?: string;
  signature?: string;
};

/** The headers by which a worker signs; each part of them may be another than it should be. */
export const signatureOf = (jobId: string, body: string, own: Signing = {}): Record<string, string> => {
  const timestamp = String((own.at ?? Math.floor(Date.now() / 1_000)) + (own.secondsOff ?? 0));
  const payloadHash = createHash('sha256')
    .update(own.signed ?? body)
    .digest('hex');
  const signature =
    own.signature ??
    createHmac('sha256', own.secret ?? env.WORKER_CALLBACK_SECRET)
      .update(`${own.jobId ?? jobId}|${timestamp}|${payloadHash}`)
      .digest('hex');
  return { 'X-Worker-Signature': signature, 'X-Worker-Timestamp': timestamp };
};

export type ReportPath = 'heartbeat' | 'preview_ready' | 'callback';

/** Sends a report as a worker does. The same report at another second has another signature. */
export const report = (jobId: string, path: ReportPath, body: unknown, own: Signing = {}): Promise<Response> => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return api(`/api/jobs/${jobId}/${path}`, {
    method: 'POST',
    body: text,
    headers: { 'Content-Type': 'application/json', ...signatureOf(jobId, text, own) },
  });
};

const pathOf = (url: string): string => url.slice(ORIGIN.length);

/** Puts a file by one of the job's links; sound that can be measured unless told. */
export const put = (url: string | undefined, bytes: Uint8Array = silence()): Promise<Response> =>
  api(pathOf(url ?? ''), { method: 'PUT', body: bytes, headers: { 'Content-Length': String(bytes.length) } });

/** Puts a final, and the callback that names it. */
export const finished = async (job: JobForWorker, own: { usedCredits?: unknown } = {}): Promise<object> => {
  await (await put(job.uploads.final_1)).body?.cancel();
  return { status: 'completed', finalUrls: [job.uploads.final_1], ...own };
};
