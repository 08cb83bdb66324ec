import type { Context } from '../../context.ts';
import type { ModelProfile } from '../../providers/roster.ts';
import { readRoster } from './read-roster.ts';

/**
 * The model that makes a job, first, and the one that stands in for it where it does not, if any. The first makes what was
 * sold also where it is switched off since.
 * @param input.own the person whose own key pays; undefined for the house's
 * @throws Error for a model that nobody knows: it was refused before it was sold.
 */
export const modelsOf = async (
  ctx: Context,
  { modelId, own }: { modelId: string; own: { userId: string } | undefined },
): Promise<[ModelProfile, ModelProfile?]> => {
  const { models } = await readRoster(ctx);
  const wanted = models.get(modelId);
  if (!wanted) throw new Error(`there is no model ${modelId}`);
  const fallback = models.get(wanted.fallbackModelId ?? '');
  // Whoever pays by his own key is served by nobody else.
  return fallback?.isEnabled && !own ? [wanted, fallback] : [wanted];
};
