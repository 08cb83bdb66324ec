import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { ifRecorded } from '../audit/record-action.ts';
import { changeVendorState, type VendorOrder } from './change-roster.ts';
import { findVendor } from './find-vendor.ts';

const STATE = `json_object('name', t.name, 'key', (SELECT k.label FROM vendor_keys k WHERE k.id = t.key_id),
  'voices', (SELECT COUNT(*) FROM voice_template_voices v WHERE v.template_id = t.id))`;

/** Takes a group apart; its voices are spoken by whichever key is least busy. @throws AppError not_found. */
export const removeTemplate = async (ctx: Context, order: VendorOrder & { name: string }): Promise<void> => {
  const templateId = `${findVendor(order.provider)}:${order.name}`;
  const removed = await changeVendorState(ctx, order, {
    action: 'voice_template_removed',
    before: STATE,
    after: `'{}'`,
    from: 'FROM voice_templates t WHERE t.id = ?2',
    values: [templateId],
    apply: (actionId) => [
      ctx.db
        .prepare(`DELETE FROM voice_template_voices WHERE template_id = ?1 AND ${ifRecorded('?2')}`)
        .bind(templateId, actionId),
      ctx.db.prepare(`DELETE FROM voice_templates WHERE id = ?1 AND ${ifRecorded('?2')}`).bind(templateId, actionId),
    ],
  });
  if (!removed) throw new AppError('not_found', 'There is no such template.');
};
