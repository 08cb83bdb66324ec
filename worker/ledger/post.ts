import { SIGNUP_WINDOW_MS, SIGNUPS_WITH_GRANT } from '../contract/limits.ts';
import { type Evicted, evictionStatements } from '../db/history.ts';
import { wantsNotice } from '../db/notice-wishes.ts';
import { insertOrders } from '../db/operator-orders.ts';
import { paymentStatements } from '../db/payment-posting.ts';
import {
  type CloseFact,
  INSERT_CLOSE_DELIVERIES,
  INSERT_CREDIT_DELIVERIES,
  type WrittenDelivery,
} from '../db/webhook-outbox.ts';
import type { AssetInsert, JobClose, PostingResult, UserPosting } from './postings.ts';

/** Waits between the attempts to read back a group after an ambiguous failure. */
const READ_BACK_WAITS_MS = [0, 100, 500, 2_000];

/**
 * Users whose posting may not land now: a client job id that stands already, or a job to be closed with a ledger
 * row that is no longer in a state from which that is legal. Left out as a whole, so that they abort nobody else.
 */
const REFUSED_USERS = `
  SELECT c.value->>'userId' FROM json_each(?2) c
    JOIN jobs j ON j.user_id = c.value->>'userId' AND j.client_job_id = c.value->>'clientJobId'
  UNION ALL
  SELECT c.value->>'userId' FROM json_each(?3) c LEFT JOIN jobs j ON j.id = c.value->>'jobId'
    WHERE c.value->>'ledgerId' IS NOT NULL AND (j.id IS NULL OR j.user_id <> c.value->>'userId'
      OR (c.value->>'leaseToken' IS NOT NULL AND j.lease_token IS NOT c.value->>'leaseToken')
      OR NOT EXISTS (SELECT 1 FROM json_each(c.value->'from') f WHERE f.value = j.status))`;

const INSERT_USERS = `
  INSERT INTO users (id, email, name, role, created_at, signup_fingerprint)
  SELECT value->>'userId', value->>'email', value->>'name', value->>'role', value->>'createdAt', value->>'fingerprint'
  FROM json_each(?1)
  WHERE NOT EXISTS (SELECT 1 FROM users u WHERE u.id = value->>'userId' OR u.email = value->>'email') RETURNING id`;

/**
 * Accounts of this batch that begin without their grant (G-02): enough of the same fingerprint were opened before them.
 * Rows of `users` are never deleted, so their rowids are the order of opening, within this batch as well.
 */
const HELD_USERS = `
  SELECT u.id FROM json_each(?4) a JOIN users u ON u.id = a.value->>'userId'
  WHERE (SELECT COUNT(*) FROM users earlier WHERE earlier.signup_fingerprint = u.signup_fingerprint
    AND earlier.created_at > u.created_at - ${SIGNUP_WINDOW_MS} AND earlier.rowid < u.rowid) >= ${SIGNUPS_WITH_GRANT}`;

const INSERT_TOKENS = `
  INSERT INTO api_tokens (id, user_id, token_hash, name, hint, created_at)
  SELECT value->'token'->>'id', value->>'userId', value->'token'->>'hash', value->'token'->>'name',
    value->'token'->>'hint', value->>'createdAt' FROM json_each(?1)
  WHERE value->'token'->>'id' IS NOT NULL AND EXISTS (SELECT 1 FROM users u WHERE u.id = value->>'userId')`;

// A row of `json_each` is written out as text wherever it is named, so each is read once and kept.
const ROWS = 'rows AS MATERIALIZED (SELECT key, value FROM json_each(?1))';

const insertLedger = (alsoRefused: string): string => `
  WITH ${ROWS} INSERT INTO credit_ledger (id, user_id, seq, kind, change_credits, balance_after_credits, job_id, provider,
    order_id, admin_id, reason, prev_hash, hash, created_at)
  SELECT value->>'id', value->>'userId', value->>'seq', value->>'kind', value->>'changeCredits',
    value->>'balanceAfterCredits', value->>'jobId', value->>'provider', value->>'orderId', value->>'adminId',
    value->>'reason', value->>'prevHash', value->>'hash', value->>'createdAt'
  FROM rows WHERE value->>'userId' NOT IN (${REFUSED_USERS}) ${alsoRefused} ORDER BY rows.key RETURNING id`;

const INSERT_LEDGER = insertLedger('');

/** The same where accounts are opened, or operators give: few batches do, and the others need not be asked for it. */
const INSERT_LEDGER_GUARDED = insertLedger(`AND value->>'userId' NOT IN (${HELD_USERS})
    AND value->>'userId' NOT IN (SELECT o.value->>'userId' FROM json_each(?5) o
      WHERE NOT EXISTS (SELECT 1 FROM admin_actions a WHERE a.id = o.value->>'id'))`);

const INSERT_ORDERS = insertOrders(REFUSED_USERS);

const INSERT_JOBS = `
  WITH ${ROWS} INSERT INTO jobs (id, user_id, client_job_id, body_hash, module, model_id, params, status, priority,
    cost_credits, price_version, demo, lease_token, lease_expires_at, attempts, dispatched_at, created_at, expected_at, deadline_at,
    started_at, token_id, callback_url, own_keys, cached_from, is_heavy, free_units, parent_job_id, completed_at, closed_by,
    progress_permille)
  SELECT value->>'id', value->>'userId', value->>'clientJobId', value->>'bodyHash', value->>'module',
    value->>'modelId', value->>'params', value->>'status', value->>'priority', value->>'costCredits',
    value->>'priceVersion', value->>'demo', value->>'leaseToken', value->>'leaseExpiresAt', value->>'attempts',
    value->>'createdAt', value->>'createdAt', value->>'expectedAt', value->>'deadlineAt', value->>'startedAt',
    value->>'tokenId', value->>'callbackUrl', value->>'ownKeys', value->>'cachedFrom', value->>'isHeavy', value->>'freeUnits',
    value->>'parentJobId', value->>'completedAt',
    iif(value->>'status' = 'completed', value->>'id', NULL), iif(value->>'status' = 'completed', 1000, 0)
  FROM rows WHERE EXISTS (SELECT 1 FROM credit_ledger l WHERE l.job_id = value->>'id' AND l.kind = 'charge')`;

const INSERT_CALLS = `
  INSERT INTO provider_calls (id, job_id, stage, provider, outcome, started_at)
  SELECT value->>'callId', value->>'id', 'final', value->>'provider', 'started', value->>'createdAt'
  FROM json_each(?1) WHERE value->>'callId' IS NOT NULL AND EXISTS (SELECT 1 FROM jobs j WHERE j.id = value->>'id')`;

const CLOSE_JOBS = `
  UPDATE jobs SET status = c.to_status, closed_by = c.close_id, completed_at = c.at, error_code = c.error_code,
    error_message = c.error_message, lease_token = NULL, lease_expires_at = NULL,
    progress_permille = iif(c.to_status = 'completed', 1000, jobs.progress_permille)
  FROM (SELECT value->>'jobId' AS job_id, value->>'userId' AS user_id, value->>'to' AS to_status,
      value->>'closeId' AS close_id, value->>'at' AS at, value->>'errorCode' AS error_code,
      value->>'errorMessage' AS error_message, value->>'leaseToken' AS lease_token, value->>'ledgerId' AS ledger_id,
      value->'from' AS from_states FROM json_each(?1)) AS c
  WHERE jobs.id = c.job_id AND jobs.user_id = c.user_id
    AND jobs.status IN (SELECT f.value FROM json_each(c.from_states) f)
    AND (c.lease_token IS NULL OR jobs.lease_token = c.lease_token)
    AND (c.ledger_id IS NULL OR EXISTS (SELECT 1 FROM credit_ledger l WHERE l.id = c.ledger_id))
  RETURNING id`;

/** Rows that go with a close land only with that very close. */
const ifClosed = (jobId: string, closeId: string) =>
  `EXISTS (SELECT 1 FROM jobs j WHERE j.id = ${jobId} AND j.closed_by = ${closeId})`;

/** SQL: rows of files. `?1` is a JSON array of `AssetInsert`. */
export const INSERT_ASSETS = `INSERT INTO assets (id, user_id, job_id, kind, ordinal, r2_key, content_type,
    size_bytes, sha256, duration_ms, title, content_hash, captions, width_px, height_px, created_at, expires_at)
  SELECT value->>'id', value->>'userId', value->>'jobId', value->>'kind', value->>'ordinal', value->>'r2Key',
    value->>'contentType', value->>'sizeBytes', value->>'sha256', value->>'durationMs', value->>'title',
    value->>'contentHash', value->>'captions', value->>'widthPx', value->>'heightPx', value->>'createdAt', value->>'expiresAt' FROM json_each(?1)`;

// Whoever gets his credits back does not keep the file: it is hidden at once and removed from the bucket after.
const HIDE_REFUNDED = `
  UPDATE assets SET is_deleted = 1 WHERE job_id IN (SELECT value->>'jobId' FROM json_each(?1)
    WHERE value->>'to' <> 'completed' AND value->>'ledgerId' IS NOT NULL
      AND ${ifClosed("value->>'jobId'", "value->>'closeId'")})`;

const INSERT_FINALS = `${INSERT_ASSETS} WHERE ${ifClosed("value->>'jobId'", "value->>'closeId'")}`;

// A later turn of a conversation moves its line up; one that was removed meanwhile gets none.
const INSERT_GENERATIONS = `
  INSERT INTO generations (id, user_id, job_id, type, size_bytes, conversation_id, created_at)
  SELECT value->'generation'->>'id', value->>'userId', value->>'jobId', value->'generation'->>'type',
    value->'generation'->>'sizeBytes', value->'generation'->>'conversationId', value->>'at' FROM json_each(?1)
  WHERE value->'generation'->>'id' IS NOT NULL AND ${ifClosed("value->>'jobId'", "value->>'closeId'")}
    AND (value->'generation'->>'conversationId' IS NULL
      OR EXISTS (SELECT 1 FROM conversations c WHERE c.id = value->'generation'->>'conversationId'))
  ON CONFLICT (conversation_id) WHERE conversation_id IS NOT NULL
    DO UPDATE SET created_at = excluded.created_at, size_bytes = excluded.size_bytes`;

const NOTICE_KIND = "value->'notification'->>'kind'";
const NOTICES_OF_CLOSES = `FROM json_each(?1) JOIN users u ON u.id = value->>'userId'
  WHERE value->'notification'->>'id' IS NOT NULL AND ${ifClosed("value->>'jobId'", "value->>'closeId'")}`;

const INSERT_NOTIFICATIONS = `
  INSERT INTO notifications (id, user_id, kind, title, job_id, created_at)
  SELECT value->'notification'->>'id', u.id, ${NOTICE_KIND}, value->'notification'->>'title', value->>'jobId', value->>'at'
  ${NOTICES_OF_CLOSES} AND ${wantsNotice('bell', { user: 'u', kind: NOTICE_KIND })}`;

const INSERT_MAILS = `
  INSERT INTO outgoing_mails (id, user_id, recipient, kind, params, next_try_at, created_at)
  SELECT value->'notification'->>'id', u.id, u.email, ${NOTICE_KIND}, json_object('jobId', value->>'jobId'),
    value->>'at', value->>'at'
  ${NOTICES_OF_CLOSES} AND u.email IS NOT NULL AND ${wantsNotice('email', { user: 'u', kind: NOTICE_KIND })}`;

// The last 20 or so jobs weigh most: a plain average would never notice that a vendor has become slower.
const UPDATE_PROFILES = `
  UPDATE model_profiles SET samples = samples + 1, updated_at = t.at,
    preview_avg_ms = CAST(preview_avg_ms + (COALESCE(t.preview_ms, preview_avg_ms) - preview_avg_ms) * 0.1 AS INTEGER),
    final_avg_ms = CAST(final_avg_ms + (t.final_ms - final_avg_ms) * 0.1 AS INTEGER)
  FROM (SELECT value->'timing'->>'modelId' AS model_id, MAX(value->>'at') AS at,
      CAST(AVG(value->'timing'->>'previewMs') AS INTEGER) AS preview_ms,
      CAST(AVG(value->'timing'->>'finalMs') AS INTEGER) AS final_ms
    FROM json_each(?1) WHERE value->'timing'->>'modelId' IS NOT NULL
      AND ${ifClosed("value->>'jobId'", "value->>'closeId'")} GROUP BY 1) AS t
  WHERE model_profiles.model_id = t.model_id`;

type Idable = { id: string };

const ids = (result: D1Result<Idable> | undefined): Set<string> => new Set(result?.results.map((row) => row.id));

const buildStatements = (db: D1Database, postings: UserPosting[]) => {
  const rows = postings.flatMap((posting) => posting.rows);
  const jobs = postings.flatMap((posting) => posting.jobs);
  const closes = postings.flatMap((posting) => posting.closes);
  const accounts = postings.flatMap(({ userId, account }) => (account ? [{ userId, ...account }] : []));
  const finals: (AssetInsert & { closeId: string })[] = closes.flatMap((close) =>
    close.finals.map((asset) => ({ ...asset, closeId: close.closeId })),
  );
  const closesJson = JSON.stringify(closes satisfies JobClose[]);
  const statements: D1PreparedStatement[] = [];
  const add = (sql: string, ...values: string[]) => statements.push(db.prepare(sql).bind(...values)) - 1;

  const accountsJson = JSON.stringify(accounts);
  const openedAt = accounts.length > 0 ? add(INSERT_USERS, accountsJson) : -1;
  if (accounts.some((account) => account.token)) add(INSERT_TOKENS, accountsJson);
  const jobsJson = JSON.stringify(jobs);
  // The refusal needs only keys: parsing every text a second time would double the statement's cost.
  const jobKeys = JSON.stringify(jobs.map(({ userId, clientJobId }) => ({ userId, clientJobId })));
  const orders = postings.flatMap((posting) => posting.orders);
  const ordersJson = JSON.stringify(orders);
  if (orders.length > 0) add(INSERT_ORDERS, ordersJson, jobKeys, closesJson);
  const addLedger = (): number => {
    const values = [JSON.stringify(rows), jobKeys, closesJson];
    if (accounts.length === 0 && orders.length === 0) return add(INSERT_LEDGER, ...values);
    return add(INSERT_LEDGER_GUARDED, ...values, accountsJson, ordersJson);
  };
  const ledgerAt = rows.length > 0 ? addLedger() : -1;
  statements.push(...paymentStatements(db, postings));
  if (jobs.length > 0) add(INSERT_JOBS, jobsJson);
  if (jobs.some((job) => job.callId !== null)) add(INSERT_CALLS, jobsJson);
  const closesAt = closes.length > 0 ? add(CLOSE_JOBS, closesJson) : -1;
  if (closes.some((close) => close.ledgerId && close.to !== 'completed')) add(HIDE_REFUNDED, closesJson);
  if (finals.length > 0) add(INSERT_FINALS, JSON.stringify(finals));
  const made = closes.filter((close) => close.generation);
  const evictedAt = made.length > 0 ? add(INSERT_GENERATIONS, closesJson) + 1 : -1;
  if (made.length > 0) {
    const userIds = [...new Set(made.map((close) => close.userId))];
    statements.push(...evictionStatements(db, { userIds, now: Math.max(...made.map((close) => close.at)) }));
  }
  if (closes.some((close) => close.notification)) {
    add(INSERT_NOTIFICATIONS, closesJson);
    add(INSERT_MAILS, closesJson);
  }
  if (closes.some((close) => close.timing)) add(UPDATE_PROFILES, closesJson);
  const outboxAt: number[] = [];
  const added = rows.filter((row) => row.changeCredits > 0 && row.jobId === null).map((row) => row.id);
  if (added.length > 0) outboxAt.push(add(INSERT_CREDIT_DELIVERIES, JSON.stringify(added)));
  const facts: CloseFact[] = [
    ...closes.map(({ jobId, closeId, to, at }) => ({ jobId, closeId, to, at })),
    // A job that begins at its end has no close of its own; its insert stands for it.
    ...jobs.flatMap(({ id, completedAt }): CloseFact[] =>
      completedAt === null ? [] : [{ jobId: id, closeId: id, to: 'completed', at: completedAt }],
    ),
  ];
  if (facts.length > 0) outboxAt.push(add(INSERT_CLOSE_DELIVERIES, JSON.stringify(facts)));
  return { statements, openedAt, ledgerAt, closesAt, evictedAt, outboxAt };
};

/**
 * What stands after a batch: accounts that were opened, rows that landed, jobs that were closed, all by id; what left
 * the histories; the outbox.
 */
type Committed = {
  opened: Set<string>;
  rows: Set<string>;
  closed: Set<string>;
  evicted: readonly Evicted[];
  outbox: readonly WrittenDelivery[];
};

const resultOf = (posting: UserPosting, committed: Committed): PostingResult => {
  const { opened, rows, closed: closedJobs, evicted, outbox } = committed;
  if (!posting.rows.every((row) => rows.has(row.id))) {
    const isHeld = posting.account !== null && opened.has(posting.userId);
    return isHeld ? { outcome: 'held' } : { outcome: 'refused', reason: 'conflict' };
  }
  return {
    outcome: 'landed',
    closed: posting.closes.map((close) => close.jobId).filter((jobId) => closedJobs.has(jobId)),
    evicted: evicted.filter(({ userId }) => userId === posting.userId).map(({ jobId }) => jobId),
    deliveryIds: outbox.filter(({ userId }) => userId === posting.userId).map(({ id }) => id),
  };
};

/** The text of a D1 failure; a single query hides it in `cause`, a batch does not. */
export const d1Message = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
};

/** True when a guard of the database refused: then nothing of the batch was committed, beyond doubt. */
const isConstraint = (error: unknown): boolean => /SQLITE_CONSTRAINT|constraint failed/i.test(d1Message(error));

const readBack = async (db: D1Database, postings: UserPosting[]): Promise<PostingResult[]> => {
  const rowIds = postings.flatMap((posting) => posting.rows.map((row) => row.id));
  const closes = postings.flatMap(({ closes: own }) => own.map(({ jobId, closeId }) => ({ jobId, closeId })));
  const accountIds = postings.flatMap(({ userId, account }) => (account ? [userId] : []));
  for (const wait of READ_BACK_WAITS_MS) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    try {
      const [users, rows, closed] = await db.batch<Idable>([
        db
          .prepare('SELECT id FROM users WHERE id IN (SELECT value FROM json_each(?1))')
          .bind(JSON.stringify(accountIds)),
        db
          .prepare('SELECT id FROM credit_ledger WHERE id IN (SELECT value FROM json_each(?1))')
          .bind(JSON.stringify(rowIds)),
        db
          .prepare(
            `SELECT j.id FROM json_each(?1) c
              JOIN jobs j ON j.id = c.value->>'jobId' AND j.closed_by = c.value->>'closeId'`,
          )
          .bind(JSON.stringify(closes)),
      ]);
      const found: Committed = { opened: ids(users), rows: ids(rows), closed: ids(closed), evicted: [], outbox: [] };
      const isCommitted = found.opened.size > 0 || found.rows.size > 0 || found.closed.size > 0;
      return postings.map((posting) => (isCommitted ? resultOf(posting, found) : { outcome: 'unavailable' }));
    } catch {
      // Tried again after the next wait; the answer `unknown` below is what a caller gets in the end.
    }
  }
  return postings.map(() => ({ outcome: 'unknown' }));
};

/**
 * The only writer of the ledger. Posts the groups of many users in one D1 batch of a handful of statements.
 * Each user's posting lands whole or not at all; one that cannot land holds up nobody else.
 * Idempotent under an ambiguous failure: after an error the keys are read back before it answers.
 * @returns one result for each posting, in order. Never throws for what the database says.
 */
export const postGroup = async (db: D1Database, postings: UserPosting[]): Promise<PostingResult[]> => {
  const { statements, openedAt, ledgerAt, closesAt, evictedAt, outboxAt } = buildStatements(db, postings);
  if (statements.length === 0)
    return postings.map(() => ({ outcome: 'landed', closed: [], evicted: [], deliveryIds: [] }));
  try {
    const results = await db.batch<WrittenDelivery & Evicted>(statements);
    const committed = {
      opened: ids(results[openedAt]),
      rows: ids(results[ledgerAt]),
      closed: ids(results[closesAt]),
      evicted: results[evictedAt]?.results ?? [],
      outbox: outboxAt.flatMap((at) => results[at]?.results ?? []),
    };
    return postings.map((posting) => resultOf(posting, committed));
  } catch (error) {
    if (!isConstraint(error)) return readBack(db, postings);
    if (postings.length === 1) return [{ outcome: 'refused', reason: d1Message(error) }];
    const results: PostingResult[] = [];
    for (const posting of postings) results.push(...(await postGroup(db, [posting])));
    return results;
  }
};
