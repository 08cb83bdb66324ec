import type { Context } from '../../context.ts';
import { type Module, moduleSchema } from '../../contract/jobs.ts';
import type { Model } from '../../contract/models.ts';
import { readRoster } from './read-roster.ts';

/** The models that may be chosen, of one module or of all, with what each costs; the one by default is the first. */
export const listModels = async (ctx: Context, { module }: { module: Module | undefined }): Promise<Model[]> => {
  const { models, prices } = await readRoster(ctx);
  return prices.models.flatMap(({ modelId, name, rule }): Model[] => {
    const profile = models.get(modelId);
    const of = moduleSchema.safeParse(profile?.module).data;
    if (!profile?.isEnabled || of === undefined || of !== (module ?? of)) return [];
    return [{ id: modelId, module: of, name, rule }];
  });
};
