import type { Context } from '../../context.ts';
import type { SetVendorCost, VendorCost } from '../../contract/admin-figures.ts';
import { AppError } from '../../errors.ts';
import { ifRecorded, type Origin, recordAction } from '../audit/record-action.ts';
import { tellOperators } from '../audit/tell-operators.ts';
import { findVendor } from '../vendors/find-vendor.ts';

const COSTS = `
  SELECT version, provider AS vendorId, model_id AS modelId, microdollars_per_1000_units AS microdollarsPer1000Units,
    microdollars_per_call AS microdollarsPerCall, from_day AS fromDay, set_at AS setAt
  FROM vendor_costs`;
const NEWEST_FIRST = 'ORDER BY from_day DESC, version DESC';

/** SQL: every version, for each day the one that counts first. */
export const SELECT_COSTS = `${COSTS} ${NEWEST_FIRST}`;

/** Every version of what vendors cost. */
export const listVendorCosts = async (ctx: Pick<Context, 'db'>): Promise<{ items: VendorCost[] }> => ({
  items: (await ctx.db.prepare(SELECT_COSTS).all<VendorCost>()).results,
});

type CostOrder = SetVendorCost & { operatorId: string; origin: Origin; vendorId: string; modelId: string };

/**
 * Says what a vendor asks for the work of a model from a day on. It is a version more: those before it stay, and a version
 * of the same day takes the place of the one before. @throws AppError not_found.
 */
export const setVendorCost = async (ctx: Context, order: CostOrder): Promise<VendorCost> => {
  const { operatorId, origin, reason, modelId, fromDay, microdollarsPer1000Units, microdollarsPerCall } = order;
  const vendorId = findVendor(order.vendorId);
  const entry = {
    id: ctx.ids.next(),
    actor: { kind: 'user', id: operatorId },
    action: 'vendor_cost_set',
    target: { kind: 'model', id: modelId },
    reason,
    origin,
  } as const;
  const state = (perThousand: string, perCall: string) =>
    `json_object('vendor', ?2, 'per1000Units', ${perThousand}, 'perCall', ${perCall}, 'fromDay', CAST(?4 AS INTEGER))`;
  const [recorded, set, model] = await ctx.db.batch([
    recordAction(ctx, entry, {
      before: state('c.microdollars_per_1000_units', 'c.microdollars_per_call'),
      after: state('CAST(?5 AS INTEGER)', 'CAST(?6 AS INTEGER)'),
      from: `FROM model_profiles m LEFT JOIN vendor_costs c ON c.version = (SELECT version FROM vendor_costs
        WHERE provider = ?2 AND model_id = ?3 AND from_day <= ?4 ${NEWEST_FIRST} LIMIT 1)
        WHERE m.model_id = ?3`,
      values: [vendorId, modelId, fromDay, microdollarsPer1000Units, microdollarsPerCall],
    }),
    ctx.db
      .prepare(
        `INSERT INTO vendor_costs (provider, model_id, microdollars_per_1000_units, microdollars_per_call, from_day,
            set_by, set_at) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE ${ifRecorded('?8')}`,
      )
      .bind(
        ...[vendorId, modelId, microdollarsPer1000Units, microdollarsPerCall, fromDay],
        ...[operatorId, ctx.clock.now(), entry.id],
      ),
    ctx.db
      .prepare(`${COSTS} WHERE provider = ?1 AND model_id = ?2 AND from_day <= ?3 ${NEWEST_FIRST} LIMIT 1`)
      .bind(vendorId, modelId, fromDay),
  ]);
  const cost = model?.results[0] as VendorCost | undefined;
  if (!cost) throw new AppError('not_found', 'There is no such model.');
  if (recorded?.meta.changes === 1 && set?.meta.changes === 1) await tellOperators(ctx, entry);
  return cost;
};
