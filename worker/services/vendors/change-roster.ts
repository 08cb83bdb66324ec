import type { Context } from '../../context.ts';
import type { AdminActionKind } from '../../contract/admin.ts';
import { type ActionEntry, type Origin, recordAction, type StateChange } from '../audit/record-action.ts';
import { tellOperators } from '../audit/tell-operators.ts';
import { forgetRoster } from './read-roster.ts';

/** Who orders, why, and from where. */
type Order = { operatorId: string; reason: string | null; origin: Origin };

/** An operator's order about a vendor. */
export type VendorOrder = Order & { provider: string };

type Change = StateChange & { action: AdminActionKind; apply(actionId: string): D1PreparedStatement[] };

/** SQL: the number of a change of a price. Those of vendors and of models are counted through. */
export const NEXT_PRICE_EDITION = `(SELECT MAX(edition) + 1 FROM (
  SELECT price_edition AS edition FROM vendor_settings UNION ALL SELECT price_edition FROM model_profiles))`;

/**
 * A change of what calls know of vendors and models: the entry in the audit log and the change in one batch; then this
 * isolate looks again, and others within the minute.
 * @returns false when nothing was to be changed, or its conditions did not hold.
 */
export const changeRoster = async (
  ctx: Context,
  { operatorId, target, reason, origin }: Order & { target: ActionEntry['target'] },
  change: Change,
): Promise<boolean> => {
  const entry = {
    id: ctx.ids.next(),
    actor: { kind: 'user', id: operatorId },
    action: change.action,
    target,
    reason,
    origin,
  } as const;
  const [recorded] = await ctx.db.batch([recordAction(ctx, entry, change), ...change.apply(entry.id)]);
  if (recorded?.meta.changes !== 1) return false;
  forgetRoster(ctx);
  await tellOperators(ctx, entry);
  return true;
};

/** The same of one vendor. */
export const changeVendorState = (
  ctx: Context,
  { provider, ...order }: VendorOrder,
  change: Change,
): Promise<boolean> => changeRoster(ctx, { ...order, target: { kind: 'vendor', id: provider } }, change);
