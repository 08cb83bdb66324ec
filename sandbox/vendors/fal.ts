import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { SandboxEnv } from '../env.ts';
import type { FalAnswer, FalProgress, FalRequest } from '../state/fal-requests.ts';
import { openState } from '../state/open-state.ts';
import { createFal, type FalApp } from './fal-account.ts';
import { falElevenLabs } from './fal-elevenlabs.ts';
import { FalError } from './fal-error.ts';
import { klingAvatar, klingImageToVideo } from './fal-kling.ts';
import type { FalCall, FalModel } from './fal-model.ts';
import { veedAvatars } from './fal-veed.ts';
import { sendFalWebhook } from './fal-webhook.ts';
import { readJson } from './read-body.ts';

export const FAL_QUEUE_HOST = 'queue.fal.run';
export const FAL_RUN_HOST = 'fal.run';

/** Every model that is played, by its id. */
const MODELS: Readonly<Record<string, FalModel>> = {
  'fal-ai/elevenlabs/tts/turbo-v2.5': falElevenLabs,
  'fal-ai/kling-video/v2.1/pro/image-to-video': klingImageToVideo,
  'fal-ai/kling-video/v2.1/standard/image-to-video': klingImageToVideo,
  'fal-ai/kling-video/v1/pro/ai-avatar': klingAvatar,
  'veed/avatars/audio-to-video': veedAvatars,
};

type FalContext = Context<FalApp>;

const findModel = (id: string): FalModel => {
  const model = Object.hasOwn(MODELS, id) ? MODELS[id] : undefined;
  if (!model) throw new FalError(404, `Application "${id}" not found`);
  return model;
};

/** What a request comes to, good or bad. */
const runModel = async (model: FalModel, input: unknown, call: FalCall): Promise<FalAnswer> => {
  try {
    const { result, billable_units } = await model(input, call);
    return { status: 200, body: JSON.stringify(result), billable_units };
  } catch (error) {
    if (!(error instanceof FalError)) console.error('fal failed', call.requestId, error);
    const refusal = error instanceof FalError ? error : new FalError(500, 'Internal Server Error');
    return { status: refusal.status, body: JSON.stringify(refusal.toBody()), billable_units: 0 };
  }
};

/** Works off whatever may run. Whoever submits or looks does it, so that a queue nobody asks for stands still. */
const workOff = async ({ env, executionCtx }: Pick<FalContext, 'env' | 'executionCtx'>): Promise<void> => {
  const state = openState(env);
  const work = async (request: FalRequest): Promise<void> => {
    const { id: requestId } = request;
    const log = async (message: string): Promise<void> => state.addFalLog(requestId, message);
    const answer = await runModel(findModel(request.model), JSON.parse(request.input), { env, requestId, log });
    const webhook = await state.finishFalRequest(requestId, answer);
    if (webhook) executionCtx.waitUntil(sendFalWebhook(env, webhook, request, answer));
  };
  for (let next = await state.takeFalRequest(); next; next = await state.takeFalRequest()) await work(next);
};

const sendAnswer = (c: FalContext, { status, body, billable_units }: FalAnswer, requestId: string): Response =>
  c.body(body, status as ContentfulStatusCode, {
    'Content-Type': 'application/json',
    'x-fal-request-id': requestId,
    'x-fal-billable-units': String(billable_units),
  });

const addressesOf = (app: string, id: string) => {
  const response_url = `https://${FAL_QUEUE_HOST}/${app}/requests/${id}`;
  return { response_url, status_url: `${response_url}/status`, cancel_url: `${response_url}/cancel` };
};

/** Later calls name only the first two parts of a model's id. */
const appOf = (model: string): string => model.split('/', 2).join('/');

const findRequest = async (c: FalContext): Promise<{ app: string; id: string; progress: FalProgress }> => {
  const { owner = '', app: name = '', id = '' } = c.req.param() as Record<string, string>;
  const app = `${owner}/${name}`;
  const progress = await openState(c.env).findFalRequest(id, c.get('account'), app);
  if (!progress) throw new FalError(404, 'Request not found');
  if (progress.status !== 'COMPLETED') c.executionCtx.waitUntil(workOff(c));
  return { app, id, progress };
};

const readLogs = async (env: SandboxEnv, id: string) => {
  const lines = await openState(env).listFalLogs(id);
  const write = ({ at, message }: (typeof lines)[number]) => ({ timestamp: new Date(at).toISOString(), message });
  return lines.map((line) => ({ ...write(line), level: 'INFO', source: 'USER' }));
};

const REQUEST = '/:owner/:app/requests/:id' as const;

/** fal's queue: submit, look, fetch. README.md describes it. */
export const falQueue = createFal()
  .post('/:model{.+}', async (c) => {
    const model = c.req.param('model');
    findModel(model);
    const input = await readJson(c.req);
    if (input === undefined) throw FalError.ofInput('body', 'JSON decode error');
    const webhook = c.req.query('fal_webhook');
    if (webhook !== undefined && !URL.canParse(webhook)) throw new FalError(400, 'Invalid webhook URL');
    const id = crypto.randomUUID();
    const queue_position = await openState(c.env).addFalRequest({
      id,
      account: c.get('account'),
      model,
      input: JSON.stringify(input),
      webhook,
    });
    c.executionCtx.waitUntil(workOff(c));
    c.header('x-fal-request-id', id);
    return c.json({ status: 'IN_QUEUE', request_id: id, queue_position, ...addressesOf(appOf(model), id) });
  })
  .get(`${REQUEST}/status`, async (c) => {
    const { app, id, progress } = await findRequest(c);
    const logs = c.req.query('logs') === '1' ? { logs: await readLogs(c.env, id) } : {};
    const base = { status: progress.status, request_id: id, ...addressesOf(app, id), ...logs };
    if (progress.status === 'IN_QUEUE') return c.json({ ...base, queue_position: progress.queue_position }, 202);
    if (progress.status === 'IN_PROGRESS') return c.json(base, 202);
    return c.json({ ...base, metrics: { inference_time: progress.inference_seconds } });
  })
  .get(REQUEST, async (c) => {
    const { id, progress } = await findRequest(c);
    if (progress.status !== 'COMPLETED') throw new FalError(400, 'Request is still in progress');
    return sendAnswer(c, progress.answer, id);
  })
  .put(`${REQUEST}/cancel`, async (c) => {
    const { id, progress } = await findRequest(c);
    if (progress.status === 'COMPLETED') return c.json({ status: 'ALREADY_COMPLETED' }, 400);
    await openState(c.env).cancelFalRequest(id);
    return c.json({ status: 'CANCELLATION_REQUESTED' }, 202);
  });

/** The same models, answered on the spot. */
export const falRun = createFal().post('/:model{.+}', async (c) => {
  const model = findModel(c.req.param('model'));
  const input = await readJson(c.req);
  if (input === undefined) throw FalError.ofInput('body', 'JSON decode error');
  const id = crypto.randomUUID();
  // Whoever waits for it on the spot sees no log.
  const log = async (): Promise<void> => undefined;
  return sendAnswer(c, await runModel(model, input, { env: c.env, requestId: id, log }), id);
});
