import { read, routes, until } from './client.ts';
import type { ChangeModel } from './wire.ts';

const { models } = routes.admin;

/** The operators' calls about models. */
export const modelApi = {
  list: (signal: AbortSignal) => read(models.$get({}, until(signal))),
  change: (modelId: string, change: ChangeModel) =>
    read(models[':modelId'].$patch({ param: { modelId }, json: change })),
  setWorker: (modelId: string, order: { workerUrl: string | null; reason: string }, code?: string) =>
    read(
      models[':modelId'].worker.$put({
        param: { modelId },
        json: { ...order, ...(code ? { secondFactorCode: code } : {}) },
      }),
    ),
} as const;
