import type { Context } from '../../context.ts';
import type { ModelWorker } from '../../contract/workers.ts';
import { AppError, invalidFields } from '../../errors.ts';
import { ifRecorded, type Origin } from '../audit/record-action.ts';
import { requireSecondFactor } from '../second-factor/require-second-factor.ts';
import { changeRoster } from '../vendors/change-roster.ts';
import { requireSafeUrl } from '../webhooks/guard-url.ts';
import { guardWorkerUrl } from './guard-worker-url.ts';
import { resultKindOf } from './measure-file.ts';

const findModule = async (ctx: Context, modelId: string): Promise<string> => {
  const module = await ctx.db
    .prepare('SELECT module FROM model_profiles WHERE model_id = ?1')
    .bind(modelId)
    .first<string>('module');
  if (module === null) throw new AppError('not_found', 'There is no such model.');
  return module;
};

/**
 * Has a worker make a model's jobs, or its vendor again (null). Jobs that are handed over already go to their end as they
 * began. The entry in the audit log and the change stand or fall together.
 * @throws AppError not_found; validation_failed for an address that is not called, or a model that no worker makes;
 * what `requireSecondFactor` throws.
 */
export const setWorker = async (
  ctx: Context,
  order: {
    operatorId: string;
    modelId: string;
    workerUrl: string | null;
    reason: string;
    secondFactorCode?: string | undefined;
    origin: Origin;
  },
): Promise<ModelWorker> => {
  const { operatorId, modelId, workerUrl, reason, secondFactorCode, origin } = order;
  const module = await findModule(ctx, modelId);
  if (resultKindOf(module) === undefined) {
    throw invalidFields([
      { pointer: '/workerUrl', code: 'invalid', message: 'No worker makes the jobs of this tool.' },
    ]);
  }
  if (workerUrl !== null) await requireSafeUrl(ctx, workerUrl, '/workerUrl', guardWorkerUrl);
  await requireSecondFactor(ctx, { userId: operatorId, code: secondFactorCode });
  await changeRoster(
    ctx,
    { operatorId, target: { kind: 'model', id: modelId }, reason, origin },
    {
      action: 'model_worker_set',
      from: 'FROM model_profiles m WHERE m.model_id = ?2',
      before: `json_object('workerUrl', m.worker_url)`,
      after: `json_object('workerUrl', NULLIF(?3, ''))`,
      values: [modelId, workerUrl ?? ''],
      apply: (actionId) => [
        ctx.db
          .prepare(`UPDATE model_profiles SET worker_url = ?2 WHERE model_id = ?1 AND ${ifRecorded('?3')}`)
          .bind(modelId, workerUrl, actionId),
      ],
    },
  );
  return { modelId, module, workerUrl };
};
