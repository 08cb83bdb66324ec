import { createHash } from 'node:crypto';
import type { Module } from '../../contract/modules.ts';
import { ruleOf } from '../../pricing/price.ts';
import { readRoster } from '../vendors/read-roster.ts';
import { findModel, requireModel } from '../vendors/require-model.ts';
import type { ModelAdapter } from './model-adapter.ts';
import { runModel } from './run-model.ts';
import type { Tool } from './tool.ts';

const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** A tool whose jobs are made by a model: preview first, then what is kept. */
export const modelTool = <M extends Module, Params, PreviewParams, FinalParams>(
  adapter: ModelAdapter<M, Params, PreviewParams, FinalParams>,
): Tool<M> => ({
  prepare: async (ctx, order) => {
    const { params, modelId, modelPointer, identity, reuse } = await adapter.normalize(ctx, order);
    const model = await findModel(ctx, { modelId, module: adapter.module, pointer: modelPointer });
    const { keys, prices } = await readRoster(ctx);
    const { credits, allowance, rounds } = adapter.estimate(params, ruleOf(prices, modelId));
    const account = keys.find(({ provider }) => provider === model.provider)?.account;
    const { isDemo } = ctx.providers.reach(model.provider, account);
    return {
      job: {
        module: adapter.module,
        modelId,
        provider: model.provider,
        params: JSON.stringify(params),
        script: null,
        costs: [{ provider: model.provider, credits }],
        allowance,
        priceVersion: prices.version,
        isHeavy: adapter.isHeavy,
        bodyHash: hashOf([adapter.module, modelId, identity]),
        rounds,
        // What a worker of the house makes is not the sandbox's; whoever has a key of his own is served by the vendor.
        demo: { operator: isDemo && model.workerUrl === null, own: ctx.providers.playsOwnKeys && isDemo },
        reuse,
      },
      requireVendor: async (userId) => {
        await requireModel(ctx, { model, userId });
        await adapter.keepInputs?.(ctx, { userId, params });
      },
    };
  },
  run: (ctx, job) => runModel(ctx, adapter, job),
  failure: adapter.failure,
  ...(adapter.cancel ? { cancel: adapter.cancel } : {}),
});
