import type { Context } from '../../context.ts';
import type { DeliveryList, DeliveryQuery } from '../../contract/webhooks.ts';
import { cutPage, pageStart } from '../../cursor.ts';
import { DELIVERY_COLUMNS, type DeliveryRow, FROM_DELIVERIES, toDelivery } from './delivery-view.ts';

/** A page of an account's deliveries, newest first. @throws AppError malformed_cursor. */
export const listDeliveries = async (
  ctx: Context,
  { userId, cursor, limit, webhookId, status, event }: DeliveryQuery & { userId: string },
): Promise<DeliveryList> => {
  const after = pageStart(cursor);
  const { results } = await ctx.db
    .prepare(
      `SELECT ${DELIVERY_COLUMNS} ${FROM_DELIVERIES} AND (d.created_at, d.id) < (?2, ?3)
        AND (?4 IS NULL OR (d.endpoint_id = ?4 AND d.url IS NULL)) AND (?5 IS NULL OR d.status = ?5)
        AND (?6 IS NULL OR d.event = ?6) ORDER BY d.created_at DESC, d.id DESC LIMIT ?7`,
    )
    .bind(userId, after.createdAt, after.id, webhookId ?? null, status ?? null, event ?? null, limit + 1)
    .all<DeliveryRow>();
  return cutPage(results.map(toDelivery), limit);
};
