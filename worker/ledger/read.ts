import type { JobStatus } from '../contract/jobs.ts';
import type { Role } from '../contract/users.ts';
import type { KnownKey, ReusableJob } from './account-ops.ts';
import type { LedgerHead } from './postings.ts';
import { dayOf } from './spending.ts';

/** Credits of a payment that was given back after they were spent, as far as they are not cleared. */
export type OpenDebt = { refundId: string; provider: string; orderId: string; openCredits: number };

/** What the account's Durable Object has to know before it posts. */
export type AccountState = {
  head: LedgerHead;
  role: Role;
  isBlocked: boolean;
  /** Vendors of whom the user has a key of his own. */
  ownKeys: string[];
  /** The most that may be spent in a UTC day; null for no such limit. */
  dailyCapCredits: number | null;
  /** Oldest first. */
  debts: OpenDebt[];
};

/** Moving averages of a model, in ms, by model id. */
export type ModelAverages = Map<string, { previewMs: number; finalMs: number }>;

type StateRow = {
  credits: number;
  ledger_seq: number;
  role: Role;
  is_blocked: number;
  hash: string | null;
  own_keys: string;
  daily_cap_credits: number | null;
  debts: string;
};

const OPEN_DEBTS = `SELECT json_object('refundId', d.refund_id, 'provider', p.processor, 'orderId', p.processor_payment_id,
    'openCredits', d.owed_credits - d.cleared_credits) AS debt
  FROM credit_debts d JOIN refunds r ON r.id = d.refund_id JOIN payments p ON p.id = r.payment_id
  WHERE d.user_id = u.id AND d.cleared_credits < d.owed_credits ORDER BY d.created_at, d.refund_id`;

type ProfileRow = { model_id: string; preview_avg_ms: number; final_avg_ms: number };

/** Reads the head of a user's chain and the models' averages in one call; `account` is undefined for an unknown user. */
export const readAccountState = async (
  db: D1Database,
  userId: string,
): Promise<{ account: AccountState | undefined; averages: ModelAverages }> => {
  const [users, profiles] = await db.batch([
    db
      .prepare(
        `SELECT u.credits, u.ledger_seq, u.role, u.is_blocked, u.daily_cap_credits, l.hash, (SELECT json_group_array(k.provider)
            FROM provider_keys k WHERE k.user_id = u.id AND k.is_accepted = 1) AS own_keys,
            (SELECT json_group_array(json(debt)) FROM (${OPEN_DEBTS})) AS debts FROM users u
          LEFT JOIN credit_ledger l ON l.user_id = u.id AND l.seq = u.ledger_seq WHERE u.id = ?1`,
      )
      .bind(userId),
    db.prepare('SELECT model_id, preview_avg_ms, final_avg_ms FROM model_profiles'),
  ]);
  const row = users?.results[0] as StateRow | undefined;
  const averages: ModelAverages = new Map(
    ((profiles?.results ?? []) as ProfileRow[]).map((profile) => [
      profile.model_id,
      { previewMs: profile.preview_avg_ms, finalMs: profile.final_avg_ms },
    ]),
  );
  const account = row && {
    head: { seq: row.ledger_seq, balanceCredits: row.credits, hash: row.hash ?? '' },
    role: row.role,
    isBlocked: row.is_blocked === 1,
    ownKeys: JSON.parse(row.own_keys) as string[],
    dailyCapCredits: row.daily_cap_credits,
    debts: JSON.parse(row.debts) as OpenDebt[],
  };
  return { account, averages };
};

/** Requests of a user whose files may be given again; more are made anew. */
const MADE_MAX_REQUESTS = 500;
/** Files that go so soon are not given again. */
const REUSE_MIN_LIFE_MS = 86_400_000;

// What another voice spoke in the stead of the wanted one is not what the request asks for.
const REUSABLE = `j.status = 'completed' AND j.cached_from IS NULL AND j.params->>'fallbackFrom' IS NULL
  AND NOT EXISTS (SELECT 1 FROM assets a WHERE a.job_id = j.id AND a.is_deleted = 1)
  AND EXISTS (SELECT 1 FROM assets a WHERE a.job_id = j.id AND a.kind = 'final' AND a.expires_at > ?2)`;

/** Jobs of a user whose files are still there, by the hash of their request; the newest of each. */
export const readMade = async (db: D1Database, userId: string, now: number): Promise<Map<string, string>> => {
  const { results } = await db
    .prepare(
      `SELECT j.body_hash AS hash, j.id AS jobId FROM jobs j WHERE j.user_id = ?1 AND ${REUSABLE}
        ORDER BY j.created_at DESC, j.id DESC LIMIT ${MADE_MAX_REQUESTS}`,
    )
    .bind(userId, now + REUSE_MIN_LIFE_MS)
    .all<{ hash: string; jobId: string }>();
  return new Map(results.reverse().map(({ hash, jobId }) => [hash, jobId]));
};

/** The newest job of a request whose files are still there. */
export const findReusable = async (
  db: D1Database,
  userId: string,
  wanted: { hash: string; now: number },
): Promise<ReusableJob | undefined> => {
  const row = await db
    .prepare(
      `SELECT j.id AS jobId, j.demo FROM jobs j WHERE j.user_id = ?1 AND j.body_hash = ?3 AND ${REUSABLE}
        ORDER BY j.created_at DESC LIMIT 1`,
    )
    .bind(userId, wanted.now + REUSE_MIN_LIFE_MS, wanted.hash)
    .first<{ jobId: string; demo: number }>();
  return row ? { jobId: row.jobId, isDemo: row.demo === 1 } : undefined;
};

/** Those of these jobs whose files are still there. */
export const readReusable = async (
  db: D1Database,
  userId: string,
  wanted: { jobIds: string[]; now: number },
): Promise<ReusableJob[]> => {
  const { results } = await db
    .prepare(
      `SELECT j.id AS jobId, j.demo FROM jobs j
        WHERE j.user_id = ?1 AND j.id IN (SELECT value FROM json_each(?3)) AND ${REUSABLE}`,
    )
    .bind(userId, wanted.now + REUSE_MIN_LIFE_MS, JSON.stringify(wanted.jobIds))
    .all<{ jobId: string; demo: number }>();
  return results.map(({ jobId, demo }) => ({ jobId, isDemo: demo === 1 }));
};

/** How much of today's allowances a user has used, by module. What was given back counts for nothing. */
export const readFreeUsed = async (db: D1Database, userId: string, now: number): Promise<Map<string, number>> => {
  const { results } = await db
    .prepare(
      `SELECT j.module, SUM(j.free_units) AS units FROM jobs j
        WHERE j.user_id = ?1 AND j.created_at >= ?2 AND j.free_units > 0
          AND NOT EXISTS (SELECT 1 FROM credit_ledger l WHERE l.job_id = j.id AND l.kind = 'refund')
        GROUP BY j.module`,
    )
    .bind(userId, dayOf(now))
    .all<{ module: string; units: number }>();
  return new Map(results.map(({ module, units }) => [module, units]));
};

export type StandingKey = { clientJobId: string } & KnownKey;
export type StandingJob = { jobId: string; status: JobStatus; closedBy: string | null; leaseToken: string | null };

/** Reads back, in one call, which of these keys, jobs and ledger ids stand already. */
export const readStanding = async (
  db: D1Database,
  userId: string,
  wanted: { clientJobIds: string[]; jobIds: string[]; ledgerIds: string[] },
): Promise<{ keys: StandingKey[]; jobs: StandingJob[]; ledgerIds: Set<string> }> => {
  const [keys, jobs, rows] = await db.batch([
    db
      .prepare(
        `SELECT client_job_id AS clientJobId, id AS jobId, body_hash AS bodyHash,
            callback_url AS callbackUrl FROM jobs
          WHERE user_id = ?1 AND client_job_id IN (SELECT value FROM json_each(?2))`,
      )
      .bind(userId, JSON.stringify(wanted.clientJobIds)),
    db
      .prepare(
        `SELECT id AS jobId, status, closed_by AS closedBy, lease_token AS leaseToken FROM jobs
          WHERE user_id = ?1 AND id IN (SELECT value FROM json_each(?2))`,
      )
      .bind(userId, JSON.stringify(wanted.jobIds)),
    db
      .prepare('SELECT id FROM credit_ledger WHERE user_id = ?1 AND id IN (SELECT value FROM json_each(?2))')
      .bind(userId, JSON.stringify(wanted.ledgerIds)),
  ]);
  return {
    keys: (keys?.results ?? []) as StandingKey[],
    jobs: (jobs?.results ?? []) as StandingJob[],
    ledgerIds: new Set(((rows?.results ?? []) as { id: string }[]).map((row) => row.id)),
  };
};

/** What each of these jobs was charged, in credits, by job id. */
export const readCharges = async (db: D1Database, userId: string, jobIds: string[]): Promise<Map<string, number>> => {
  const { results } = await db
    .prepare(
      `SELECT job_id AS jobId, -change_credits AS credits FROM credit_ledger
        WHERE user_id = ?1 AND kind = 'charge' AND job_id IN (SELECT value FROM json_each(?2))`,
    )
    .bind(userId, JSON.stringify(jobIds))
    .all<{ jobId: string; credits: number }>();
  return new Map(results.map((row) => [row.jobId, row.credits]));
};
