/** Most messages of one `sendBatch`; the platform allows 100. */
const SEND_BATCH_MAX = 100;
/** A due delivery whose message is older than this is sent again. */
export const DELIVERY_STALE_MS = 60_000;

/** The whole body of a message: an id only, since a queue delivers more than once and in any order. */
export type DeliveryMessage = { deliveryId: string };
/**
 * `first` is for first attempts at endpoints that work; everything else goes through `again`, where only those wait for
 * one another whose receivers have kept us waiting before (F56).
 */
export type WebhookQueues = { first: Queue<DeliveryMessage>; again: Queue<DeliveryMessage> };

/** Sends a message for each delivery. @throws when the queue refuses; the next sweep sends them again. */
export const sendDeliveries = async (
  queue: Queue<DeliveryMessage>,
  ids: readonly string[],
  delaySeconds = 0,
): Promise<void> => {
  for (let from = 0; from < ids.length; from += SEND_BATCH_MAX) {
    const bodies = ids.slice(from, from + SEND_BATCH_MAX).map((deliveryId) => ({ body: { deliveryId } }));
    await queue.sendBatch(bodies, { delaySeconds });
  }
};

/**
 * Marks due deliveries as sent whose last message is older than `sentBefore` (unix ms; those that wait to be sent have
 * 0), and gives their ids. So many of one endpoint, in turns, so that a long backlog holds up no other.
 */
export const takeWaiting = async (
  db: D1Database,
  wanted: {
    now: number;
    sentBefore: number;
    perEndpoint: number;
    limit: number;
    endpointIds: readonly string[] | null;
  },
): Promise<string[]> => {
  const { now, sentBefore, perEndpoint, limit, endpointIds } = wanted;
  const { results } = await db
    .prepare(
      `UPDATE webhook_deliveries SET dispatched_at = ?1 WHERE id IN (
        SELECT id FROM (
          SELECT id, next_try_at, ROW_NUMBER() OVER (PARTITION BY endpoint_id ORDER BY next_try_at, id) AS place
          FROM webhook_deliveries
          WHERE status = 'pending' AND next_try_at <= ?1 AND lease_until <= ?1 AND dispatched_at < ?2
            AND (?5 IS NULL OR endpoint_id IN (SELECT value FROM json_each(?5))))
        WHERE place <= ?3 ORDER BY place, next_try_at LIMIT ?4)
      RETURNING id`,
    )
    .bind(now, sentBefore, perEndpoint, limit, endpointIds && JSON.stringify(endpointIds))
    .all<{ id: string }>();
  return results.map((row) => row.id);
};
