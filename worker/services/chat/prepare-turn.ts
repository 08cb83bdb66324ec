import { createHash } from 'node:crypto';
import type { Context } from '../../context.ts';
import type { ResolvedText, TextParams } from '../../contract/chat.ts';
import { CHAT_ANSWER_DEFAULT_TOKENS, JOB_TITLE_MAX_CHARS } from '../../contract/limits.ts';
import { ruleOf } from '../../pricing/price.ts';
import type { ModelProfile } from '../../providers/roster.ts';
import type { PreparedJob } from '../jobs/create-job.ts';
import { readRoster } from '../vendors/read-roster.ts';
import { findModel } from '../vendors/require-model.ts';
import { readPlace, type TurnPlace } from './turn-place.ts';

export type PreparedTurn = { job: PreparedJob; model: ModelProfile; resolved: ResolvedText; place: TurnPlace };

const excerptOf = (message: string): string =>
  [...message.slice(0, 2 * JOB_TITLE_MAX_CHARS)].slice(0, JOB_TITLE_MAX_CHARS).join('');

/**
 * A turn as a job that may be charged for. Changes nothing.
 * @throws AppError validation_failed for a model that is not offered; as `readPlace`.
 */
export const prepareTurn = async (
  ctx: Context,
  input: { userId: string; params: TextParams; pointer: string },
): Promise<PreparedTurn> => {
  const { userId, params, pointer } = input;
  const { message, maxTokens = CHAT_ANSWER_DEFAULT_TOKENS, stop = [], seed, replaces } = params;
  const place = await readPlace(ctx, { userId, params, pointer });
  const model = await findModel(ctx, {
    modelId: place.settings.model,
    module: 'text',
    pointer: `${pointer}/model`,
  });
  const { keys, prices } = await readRoster(ctx);
  const rule = ruleOf(prices, model.modelId);
  if (rule.kind !== 'free_quota') throw new RangeError(`the model ${model.modelId} is not sold by the message`);
  const account = keys.find(({ provider }) => provider === model.provider)?.account;
  const { isDemo } = ctx.providers.reach(model.provider, account);
  const resolved: ResolvedText = {
    conversationId: params.conversationId ?? ctx.ids.next(),
    message: excerptOf(message),
    model: model.modelId,
    temperature: place.settings.temperature,
    maxTokens,
    stop,
    ...(seed === undefined ? {} : { seed }),
    ...(replaces === undefined ? {} : { replaces }),
  };
  const job: PreparedJob = {
    module: 'text',
    modelId: model.modelId,
    provider: model.provider,
    params: JSON.stringify(resolved),
    script: JSON.stringify(params),
    costs: [{ provider: model.provider, credits: rule.creditsAfter }],
    priceVersion: prices.version,
    allowance: { units: 1, freePerDay: rule.freePerDay, creditsPerUnit: rule.creditsAfter },
    isHeavy: false,
    bodyHash: createHash('sha256')
      .update(JSON.stringify(['text', params]))
      .digest('hex'),
    rounds: 1,
    demo: { operator: isDemo, own: ctx.providers.playsOwnKeys && isDemo },
    reuse: false,
  };
  return { job, model, resolved, place };
};
