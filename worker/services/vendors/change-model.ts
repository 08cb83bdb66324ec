import type { Context } from '../../context.ts';
import type { AdminModel, ChangeModel } from '../../contract/admin-models.ts';
import type { PriceRule } from '../../contract/money.ts';
import type { FieldProblem } from '../../contract/problem.ts';
import { AppError, invalidFields } from '../../errors.ts';
import { PRICE_FIELDS } from '../../pricing/price-book.ts';
import { ifRecorded, type Origin } from '../audit/record-action.ts';
import { changeRoster, NEXT_PRICE_EDITION } from './change-roster.ts';
import { listAdminModels } from './list-admin-models.ts';

type ModelOrder = ChangeModel & { operatorId: string; modelId: string; origin: Origin };

/** What of an order does not fit its model. A stand-in never has one of its own asked, so two may stand in for each other. */
const faultsOf = (order: ModelOrder, model: AdminModel, models: readonly AdminModel[]): FieldProblem[] => {
  const { isEnabled, standInId, price, freePerDay } = order;
  const fault = (field: keyof ChangeModel, message: string): FieldProblem => ({
    pointer: `/${field}`,
    code: 'invalid',
    message,
  });
  if (model.isSetByVendor) {
    const wishes = Object.entries({ isEnabled, standInId, price, freePerDay });
    return wishes.flatMap(([field, wish]) =>
      wish === undefined ? [] : [fault(field as keyof ChangeModel, 'Speech is switched and priced by its vendor.')],
    );
  }
  const standIn = models.find(({ id }) => id === standInId);
  const isFree = model.rule.kind === 'free_quota';
  return [
    ...(typeof standInId === 'string' && (standIn?.module !== model.module || standIn.id === model.id)
      ? [fault('standInId', 'Name another model of the same module.')]
      : []),
    ...(price === 0 && !isFree ? [fault('price', 'A price of this kind is one credit at least.')] : []),
    ...(freePerDay !== undefined && !isFree ? [fault('freePerDay', 'None of these are free.')] : []),
  ];
};

/** SQL over `model_profiles m`: `?3` is a JSON object of the wishes, `?4` the model's rule in the book of the code. */
const ENABLED = `COALESCE(?3->>'isEnabled', m.is_enabled)`;
const STAND_IN = `iif(json_type(?3, '$.standInId') IS NULL, m.fallback_model_id, ?3->>'standInId')`;
const RULE = 'COALESCE(m.price, ?4)';
const WISHED_RULE = `json_patch(${RULE}, ?3->'rule')`;

const state = (kind: PriceRule['kind'], of: { enabled: string; standIn: string; rule: string }) => {
  const free = kind === 'free_quota' ? `, 'freePerDay', ${of.rule}->>'freePerDay'` : '';
  return `json_object('isEnabled', json(iif(${of.enabled}, 'true', 'false')), 'standIn', ${of.standIn},
    'price', ${of.rule}->>'${PRICE_FIELDS[kind]}'${free})`;
};

/**
 * Switches a model on or off, names who stands in for it, or sets its price within the kind of its rule, which gives a new
 * version of the price book (ADM-06). Jobs that are sold keep their price and are made. Felt everywhere within a minute.
 * @throws AppError not_found; validation_failed that names each faulty field; of a model of speech that is every one.
 */
export const changeModel = async (ctx: Context, order: ModelOrder): Promise<AdminModel> => {
  const { modelId, isEnabled, standInId, price, freePerDay } = order;
  const before = (await listAdminModels(ctx)).items;
  const model = before.find(({ id }) => id === modelId);
  if (!model) throw noSuchModel();
  const faults = faultsOf(order, model, before);
  if (faults.length > 0) throw invalidFields(faults);
  const { kind } = model.rule;
  const wishes = JSON.stringify({ isEnabled, standInId, rule: { [PRICE_FIELDS[kind]]: price, freePerDay } });
  const rule = JSON.stringify(model.rule);
  await changeRoster(
    ctx,
    { ...order, target: { kind: 'model', id: modelId } },
    {
      action: 'model_changed',
      before: state(kind, { enabled: 'm.is_enabled', standIn: 'm.fallback_model_id', rule: RULE }),
      after: state(kind, { enabled: ENABLED, standIn: STAND_IN, rule: WISHED_RULE }),
      from: 'FROM model_profiles m WHERE m.model_id = ?2',
      values: [modelId, wishes, rule],
      apply: (actionId) => [
        ctx.db
          .prepare(
            `UPDATE model_profiles AS m SET is_enabled = ${ENABLED}, fallback_model_id = ${STAND_IN},
                price = iif(${WISHED_RULE} = ${RULE}, m.price, ${WISHED_RULE}),
                price_edition = iif(${WISHED_RULE} = ${RULE}, m.price_edition, ${NEXT_PRICE_EDITION})
              WHERE m.model_id = ?2 AND ${ifRecorded('?1')}`,
          )
          .bind(actionId, modelId, wishes, rule),
      ],
    },
  );
  const after = (await listAdminModels(ctx)).items.find(({ id }) => id === modelId);
  if (!after) throw noSuchModel();
  return after;
};

const noSuchModel = (): AppError => new AppError('not_found', 'There is no such model.');
