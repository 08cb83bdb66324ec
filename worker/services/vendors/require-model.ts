import type { Context } from '../../context.ts';
import type { Module } from '../../contract/modules.ts';
import { AppError, invalidFields } from '../../errors.ts';
import type { ModelProfile } from '../../providers/roster.ts';
import { noWay, waysTo } from './choose-key.ts';
import { readRoster } from './read-roster.ts';

/**
 * A model that is offered for a module.
 * @throws AppError validation_failed for one that does not exist or is switched off.
 */
export const findModel = async (
  ctx: Context,
  { modelId, module, pointer }: { modelId: string; module: Module; pointer: string },
): Promise<ModelProfile> => {
  const { models } = await readRoster(ctx);
  const known = models.get(modelId);
  const model = known?.module === module ? known : undefined;
  if (model?.isEnabled) return model;
  const message = model ? 'This model is switched off for now.' : 'There is no such model.';
  throw invalidFields([{ pointer, code: 'invalid', message }]);
};

/**
 * Refuses what could not be made now, before anything is charged for it (F32). A vendor that only asks for patience gets
 * it, and a model that another stands in for is as good as that one.
 * @throws AppError provider_unavailable with the seconds to wait.
 */
export const requireModel = async (ctx: Context, input: { model: ModelProfile; userId: string }): Promise<void> => {
  const { model, userId } = input;
  // Its vendor is not asked.
  if (model.workerUrl !== null) return;
  const roster = await readRoster(ctx);
  const now = ctx.clock.now();
  const fallback = model.fallbackModelId === null ? undefined : roster.models.get(model.fallbackModelId);
  const providers = [model.provider, ...(fallback?.isEnabled ? [fallback.provider] : [])];
  const waysOf = (provider: ModelProfile['provider']) => waysTo(roster, ctx.vendorMemory, { provider }, now);
  const isOpen = providers.some((provider) =>
    waysOf(provider).some(({ passage }) => passage.kind !== 'closed' || !passage.isBroken),
  );
  if (isOpen) return;
  const own = await ctx.db
    .prepare('SELECT 1 FROM provider_keys WHERE user_id = ?1 AND provider = ?2')
    .bind(userId, model.provider)
    .first();
  if (own) return;
  const { retryAfterMs = 0 } = noWay(model.provider, waysOf(model.provider), now);
  throw new AppError('provider_unavailable', 'This model is not answering right now. Nothing was charged.', {
    retryAfterSeconds: Math.max(1, Math.ceil(retryAfterMs / 1_000)),
  });
};
