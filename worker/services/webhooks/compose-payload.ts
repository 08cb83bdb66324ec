import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { Job, JobAsset } from '../../contract/jobs.ts';
import {
  sentEventSchema,
  TEST_EVENT,
  type WebhookJob,
  type WebhookPayload,
  webhookJobSchema,
  webhookPayloadSchema,
} from '../../contract/webhooks.ts';
import { readJob } from '../../db/jobs.ts';

/** Leaves out what is not told of a job, its text above all. */
const TOLD = z.object(webhookJobSchema.shape);

type Subject = { userId: string; endpointId: string; event: string; subjectId: string; createdAt: number };

const toWebhookJob = (job: Job, origin: string): WebhookJob => {
  const absolute = <Asset extends JobAsset>(asset: Asset): Asset => ({
    ...asset,
    url: origin + asset.url,
    posterUrl: asset.posterUrl && origin + asset.posterUrl,
    captions: asset.captions && {
      ...asset.captions,
      srtUrl: origin + asset.captions.srtUrl,
      vttUrl: origin + asset.captions.vttUrl,
    },
  });
  return TOLD.parse({
    ...job,
    preview: job.preview && absolute(job.preview),
    finals: job.finals.map(absolute),
    scenes: job.scenes.map(absolute),
  });
};

/** The job as it was when its preview was there, whatever has become of it since. */
const atPreview = (job: WebhookJob): WebhookJob => ({
  ...job,
  status: 'preview_ready',
  returnedCredits: 0,
  finals: [],
  scenes: [],
  error: null,
  completedAt: null,
});

const dataOf = async (ctx: Context, subject: Subject): Promise<unknown> => {
  const { userId, endpointId, event, subjectId } = subject;
  if (event === TEST_EVENT) return { webhookId: endpointId, message: 'This is a test. Nothing has happened.' };
  if (event === 'credits.added') {
    return ctx.db
      .prepare(
        `SELECT id, seq, kind, change_credits AS changeCredits, balance_after_credits AS balanceAfterCredits
          FROM credit_ledger WHERE id = ?1 AND user_id = ?2`,
      )
      .bind(subjectId, userId)
      .first();
  }
  const job = await readJob(ctx.db, userId, subjectId);
  if (!job) throw new Error(`a delivery tells of a job that is not there: ${subjectId}`);
  const told = toWebhookJob(job, ctx.config.appOrigin);
  return event === 'job.preview_ready' ? atPreview(told) : told;
};

/** What is sent of an event, as text. Made once, before the first attempt: every later one sends the same bytes. */
export const composePayload = async (ctx: Context, subject: Subject): Promise<string> => {
  const payload = {
    type: sentEventSchema.parse(subject.event),
    timestamp: new Date(subject.createdAt).toISOString(),
    data: await dataOf(ctx, subject),
  };
  return JSON.stringify(webhookPayloadSchema.parse(payload) satisfies WebhookPayload);
};
