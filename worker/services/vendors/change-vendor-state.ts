import type { Context } from '../../context.ts';
import type { AdminActionKind } from '../../contract/admin.ts';
import { type Origin, recordAction, type StateChange } from '../audit/record-action.ts';
import { tellOperators } from '../audit/tell-operators.ts';
import { forgetRoster } from './read-roster.ts';

/** An operator's order about a vendor. */
export type VendorOrder = { operatorId: string; provider: string; reason: string | null; origin: Origin };

/**
 * The entry in the audit log and the change in one batch; then this isolate looks again, and others within the minute.
 * @returns false when nothing was to be changed, or its conditions did not hold.
 */
export const changeVendorState = async (
  ctx: Context,
  { operatorId, provider, reason, origin }: VendorOrder,
  change: StateChange & { action: AdminActionKind; apply(actionId: string): D1PreparedStatement[] },
): Promise<boolean> => {
  const entry = {
    id: ctx.ids.next(),
    actor: { kind: 'user', id: operatorId },
    action: change.action,
    target: { kind: 'vendor', id: provider },
    reason,
    origin,
  } as const;
  const [recorded] = await ctx.db.batch([recordAction(ctx, entry, change), ...change.apply(entry.id)]);
  if (recorded?.meta.changes !== 1) return false;
  forgetRoster(ctx);
  await tellOperators(ctx, entry);
  return true;
};
