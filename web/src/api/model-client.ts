import { read, routes, until } from './client.ts';
import type { ChangeModel } from './wire.ts';

const { models } = routes.admin;

/** The operators' calls about models. */
export const modelApi = {
  list: (signal: AbortSignal) => read(models.$get({}, until(signal))),
  change: (modelId: string, change: ChangeModel) =>
    read(models[':modelId'].$patch({ param: { modelId }, json: change })),
} as const;
