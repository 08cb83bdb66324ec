import { type Delivery, deliverySchema } from '../../contract/webhooks.ts';

export type DeliveryRow = {
  id: string;
  webhookId: string;
  isCallback: number;
  url: string;
  event: string;
  subjectId: string;
  status: string;
  attempts: number;
  responseStatus: number | null;
  nextTryAt: number;
  createdAt: number;
  finishedAt: number | null;
};

/** SQL: the columns of `DeliveryRow`, and the account's deliveries to take them from. `?1` is the user. */
export const DELIVERY_COLUMNS = `d.id, d.endpoint_id AS webhookId, d.url IS NOT NULL AS isCallback, COALESCE(d.url, e.url) AS url, d.event,
    d.subject_id AS subjectId, d.status, d.attempts, d.next_try_at AS nextTryAt, d.created_at AS createdAt,
    d.finished_at AS finishedAt,
    (SELECT a.response_status FROM webhook_attempts a WHERE a.delivery_id = d.id ORDER BY a.number DESC LIMIT 1)
      AS responseStatus`;
export const FROM_DELIVERIES = `
  FROM webhook_deliveries d JOIN webhook_endpoints e ON e.id = d.endpoint_id WHERE d.user_id = ?1`;

export const toDelivery = (row: DeliveryRow): Delivery =>
  deliverySchema.parse({
    id: row.id,
    webhookId: row.isCallback ? null : row.webhookId,
    url: row.url,
    event: row.event,
    jobId: row.event.startsWith('job.') ? row.subjectId : null,
    status: row.status,
    attempts: row.attempts,
    responseStatus: row.responseStatus,
    nextTryAt: row.status === 'pending' ? row.nextTryAt : null,
    createdAt: row.createdAt,
    finishedAt: row.finishedAt,
  });
