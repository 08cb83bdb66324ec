import type { Context } from '../../context.ts';
import type { Model } from '../../contract/models.ts';
import { MODULE_LIMITS } from '../../contract/module-limits.ts';
import { type Module, moduleSchema } from '../../contract/modules.ts';
import { etaOf } from '../../ledger/plan-submit.ts';
import { VENDORS } from '../../providers/vendors.ts';
import { readRoster } from './read-roster.ts';

/**
 * The models that may be chosen, of one module or of all, with what each costs, how long it takes and what it takes; the
 * one by default is the first. None is among them that is switched off, nor any of an internal vendor (ROLE-08).
 */
export const listModels = async (ctx: Context, { module }: { module: Module | undefined }): Promise<Model[]> => {
  const { models, prices } = await readRoster(ctx);
  return prices.models.flatMap(({ modelId, name, rule }): Model[] => {
    const profile = models.get(modelId);
    const of = moduleSchema.safeParse(profile?.module).data;
    if (!profile?.isEnabled || of === undefined || of !== (module ?? of)) return [];
    if (VENDORS[profile.provider].isInternal) return [];
    return [{ id: modelId, module: of, name, rule, etaMs: etaOf(profile, 1), limits: MODULE_LIMITS[of] }];
  });
};
