import type { Context } from '../../context.ts';
import { WEBHOOK_WAITS_MS } from '../../contract/limits.ts';
import { TEST_EVENT } from '../../contract/webhooks.ts';

/** Attempts at one endpoint that are under way at a time: a receiver that hangs holds up so many of ours and no more. */
export const UNDER_WAY_MAX = 10;
/** Longer than any attempt: the timeout before the headers, the same again for a body that trickles, and our notes. */
export const ATTEMPT_LEASE_MS = 60_000;
/** Attempts in one schedule, and two that died on the way. */
const CLAIMS_MAX = WEBHOOK_WAITS_MS.length + 3;

/** A delivery whose next attempt is this caller's. */
export type ClaimedDelivery = {
  id: string;
  userId: string;
  endpointId: string;
  url: string;
  isCallback: number;
  event: string;
  subjectId: string;
  body: string | null;
  /** This one counted. */
  attempts: number;
  attemptsBefore: number;
  createdAt: number;
};

/**
 * Takes the deliveries of these that are due and that nobody is sending, each counted as tried, so that one which kills
 * its consumer comes to an end as well. Of any number of consumers exactly one gets each. What has to wait, because its
 * endpoint has enough under way or (with `onlyHealthy`) failed last time, is marked as waiting to be sent again.
 * @returns besides, the ids of those that were claimed far too often without anything being written down: they have failed.
 */
export const claimDeliveries = async (
  ctx: Context,
  ids: readonly string[],
  { onlyHealthy }: { onlyHealthy: boolean },
): Promise<{ claimed: ClaimedDelivery[]; givenUp: string[] }> => {
  const now = ctx.clock.now();
  const wanted = JSON.stringify(ids);
  const [givenUp, claimed] = await ctx.db.batch<ClaimedDelivery>([
    ctx.db
      .prepare(
        `UPDATE webhook_deliveries SET status = 'failed', finished_at = ?2
          WHERE id IN (SELECT value FROM json_each(?1)) AND status = 'pending' AND lease_until <= ?2
            AND attempts - attempts_before >= ?3 RETURNING id`,
      )
      .bind(wanted, now, CLAIMS_MAX),
    ctx.db
      .prepare(
        `UPDATE webhook_deliveries SET attempts = attempts + 1, lease_until = ?3 WHERE id IN (
          SELECT id FROM (
            SELECT d.id, ROW_NUMBER() OVER (PARTITION BY d.endpoint_id ORDER BY d.next_try_at, d.id)
                + (SELECT COUNT(*) FROM webhook_deliveries b
                    WHERE b.endpoint_id = d.endpoint_id AND b.lease_until > 0 AND b.lease_until > ?2) AS place
            FROM (SELECT DISTINCT value FROM json_each(?1)) m
              CROSS JOIN webhook_deliveries d ON d.id = m.value
              CROSS JOIN webhook_endpoints e ON e.id = d.endpoint_id
            WHERE d.status = 'pending' AND d.next_try_at <= ?2 AND d.lease_until <= ?2
              AND (?5 = 0 OR e.failing_since IS NULL OR d.event = '${TEST_EVENT}'))
          WHERE place <= ?4)
        RETURNING id, user_id AS userId, endpoint_id AS endpointId, event, subject_id AS subjectId, body, attempts,
          attempts_before AS attemptsBefore, created_at AS createdAt,
          COALESCE(url, (SELECT e.url FROM webhook_endpoints e WHERE e.id = endpoint_id)) AS url,
          url IS NOT NULL AS isCallback`,
      )
      .bind(wanted, now, now + ATTEMPT_LEASE_MS, UNDER_WAY_MAX, Number(onlyHealthy)),
    ctx.db
      .prepare(
        `UPDATE webhook_deliveries SET dispatched_at = 0 WHERE id IN (SELECT value FROM json_each(?1))
          AND status = 'pending' AND next_try_at <= ?2 AND lease_until <= ?2`,
      )
      .bind(wanted, now),
  ]);
  return { claimed: claimed?.results ?? [], givenUp: (givenUp?.results ?? []).map(({ id }) => id) };
};
