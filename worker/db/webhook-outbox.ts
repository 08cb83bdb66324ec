import type { JobStatus } from '../contract/jobs.ts';

/** A row of the outbox that was just written. */
export type WrittenDelivery = { id: string; userId: string };

/** What the end of a job tells the outbox. */
export type CloseFact = { jobId: string; closeId: string; to: JobStatus; at: number };

const INSERT = `
  INSERT INTO webhook_deliveries (id, user_id, endpoint_id, url, event, subject_id, next_try_at, dispatched_at, created_at)`;
const NEW_ID = `'msg_' || lower(hex(randomblob(16)))`;
/** Written twice (a commit that was not seen to land), the second says nothing new. */
const ONCE = 'ON CONFLICT DO NOTHING RETURNING id, user_id AS userId';

const asksFor = (event: string) => `EXISTS (SELECT 1 FROM json_each(e.events) w WHERE w.value = ${event})`;
const ENDPOINTS = 'webhook_endpoints e ON e.is_enabled = 1 AND e.deleted_at IS NULL';

const CLOSED = `'job.' || (c.value->>'to')`;

/**
 * SQL: one row for each endpoint that asked for the ends of these jobs, and one for a job's callback URL. `?1` is a JSON
 * array of `CloseFact`; only closes that have landed count. Runs in their very batch.
 */
export const INSERT_CLOSE_DELIVERIES = `${INSERT}
  SELECT ${NEW_ID}, e.user_id, e.id, iif(e.url IS NULL, j.callback_url, NULL), ${CLOSED}, j.id,
    c.value->>'at', c.value->>'at', c.value->>'at'
  FROM json_each(?1) c
    CROSS JOIN jobs j ON j.id = c.value->>'jobId' AND j.closed_by = c.value->>'closeId'
    CROSS JOIN ${ENDPOINTS} AND e.user_id = j.user_id
      AND iif(e.url IS NULL, j.callback_url IS NOT NULL, ${asksFor(CLOSED)})
  WHERE TRUE ${ONCE}`;

/** SQL: the same for credits that were added apart from jobs. `?1` is a JSON array of ids of ledger rows. */
export const INSERT_CREDIT_DELIVERIES = `${INSERT}
  SELECT ${NEW_ID}, e.user_id, e.id, NULL, 'credits.added', l.id, l.created_at, l.created_at, l.created_at
  FROM json_each(?1) r
    CROSS JOIN credit_ledger l ON l.id = r.value
    CROSS JOIN ${ENDPOINTS} AND e.user_id = l.user_id AND e.url IS NOT NULL AND ${asksFor("'credits.added'")}
  WHERE TRUE ${ONCE}`;

/** SQL: the same for a job's preview. `?1` is the job, `?2` the lease of who made it, `?3` the time. */
export const INSERT_PREVIEW_DELIVERIES = `${INSERT}
  SELECT ${NEW_ID}, e.user_id, e.id, NULL, 'job.preview_ready', j.id, ?3, ?3, ?3
  FROM jobs j CROSS JOIN ${ENDPOINTS} AND e.user_id = j.user_id AND e.url IS NOT NULL AND ${asksFor("'job.preview_ready'")}
  WHERE j.id = ?1 AND j.lease_token = ?2 AND j.status = 'preview_ready' ${ONCE}`;
