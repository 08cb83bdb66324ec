import type { Context } from '../../context.ts';
import { attemptSchema, type DeliveryDetail } from '../../contract/webhooks.ts';
import { AppError } from '../../errors.ts';
import { DELIVERY_COLUMNS, type DeliveryRow, FROM_DELIVERIES, toDelivery } from './delivery-view.ts';

type AttemptRow = Record<string, unknown> & { requestHeaders: string };

/** A delivery with every attempt at it. @throws AppError not_found, also for somebody else's. */
export const findDelivery = async (
  ctx: Context,
  { userId, deliveryId }: { userId: string; deliveryId: string },
): Promise<DeliveryDetail> => {
  const [deliveries, attempts] = await ctx.db.batch([
    ctx.db.prepare(`SELECT ${DELIVERY_COLUMNS}, d.body ${FROM_DELIVERIES} AND d.id = ?2`).bind(userId, deliveryId),
    ctx.db
      .prepare(
        `SELECT number, url, request_headers AS requestHeaders, started_at AS startedAt, duration_ms AS durationMs,
            response_status AS responseStatus, response_text AS responseText, error_code AS error
          FROM webhook_attempts WHERE delivery_id = ?2 AND user_id = ?1 ORDER BY number`,
      )
      .bind(userId, deliveryId),
  ]);
  const row = deliveries?.results[0] as (DeliveryRow & { body: string | null }) | undefined;
  if (!row) throw new AppError('not_found', 'There is no such delivery.');
  const tries = ((attempts?.results ?? []) as AttemptRow[]).map((attempt) =>
    attemptSchema.parse({ ...attempt, requestHeaders: JSON.parse(attempt.requestHeaders) }),
  );
  return { ...toDelivery(row), body: row.body, tries };
};
