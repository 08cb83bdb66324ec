import { env } from 'cloudflare:workers';
import { EMPTY_HEAD, planRow } from '../../worker/ledger/plan.ts';
import {
  emptyPosting,
  type JobClose,
  type JobInsert,
  type LedgerDraft,
  type LedgerHead,
  type LedgerRow,
  type UserPosting,
} from '../../worker/ledger/postings.ts';

/** Where a user's chain stands in the database. */
export const headOf = async (userId: string): Promise<LedgerHead> => {
  const row = await env.DB.prepare(
    `SELECT u.credits, u.ledger_seq, l.hash FROM users u
      LEFT JOIN credit_ledger l ON l.user_id = u.id AND l.seq = u.ledger_seq WHERE u.id = ?1`,
  )
    .bind(userId)
    .first<{ credits: number; ledger_seq: number; hash: string | null }>();
  return { seq: row?.ledger_seq ?? 0, balanceCredits: row?.credits ?? 0, hash: row?.hash ?? '' };
};

/** A row that every guard accepts; tests spoil one field of it. */
export const soundRow = async (userId: string, draft: Partial<LedgerDraft> = {}): Promise<LedgerRow> => {
  const full = { id: crypto.randomUUID(), kind: 'monthly_grant', changeCredits: 7, ...draft } as const;
  const planned = planRow(userId, await headOf(userId), full, Date.now());
  if (!planned.ok) throw new Error(planned.code);
  return planned.row;
};

const COLUMNS = {
  id: 'id',
  user_id: 'userId',
  seq: 'seq',
  kind: 'kind',
  change_credits: 'changeCredits',
  balance_after_credits: 'balanceAfterCredits',
  job_id: 'jobId',
  provider: 'provider',
  order_id: 'orderId',
  admin_id: 'adminId',
  reason: 'reason',
  prev_hash: 'prevHash',
  hash: 'hash',
  created_at: 'createdAt',
} as const satisfies Record<string, keyof LedgerRow>;

/** Writes a row behind the ledger's back, as a bug would. */
export const insertRow = (row: LedgerRow, verb = 'INSERT'): Promise<D1Result> => {
  const names = Object.keys(COLUMNS);
  return env.DB.prepare(
    `${verb} INTO credit_ledger (${names.join(', ')}) VALUES (${names.map((_, index) => `?${index + 1}`).join(', ')})`,
  )
    .bind(...Object.values(COLUMNS).map((key) => row[key]))
    .run();
};

/** Writes down the payment of a purchase that was written behind the ledger's back. */
export const insertPaymentOf = async ({ id, userId, changeCredits, createdAt }: LedgerRow): Promise<void> => {
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO orders (id, user_id, client_order_id, processor, credits, amount_minor, currency, minor_per_usd, is_demo,
        created_at) VALUES (?1, ?2, ?1, 'razorpay', ?3, 275, 'USD', 100, 1, ?4)`,
    ).bind(`of-${userId.slice(-36)}`, userId, changeCredits, createdAt),
    env.DB.prepare(
      `INSERT INTO payments (id, user_id, processor, processor_payment_id, order_id, amount_minor, currency, minor_per_usd,
        credits, ledger_id, receipt_number, is_demo, created_at) SELECT ?1, ?2, 'razorpay', ?1, ?3, 275, 'USD', 100, ?4, ?1,
        (SELECT COALESCE(MAX(receipt_number), 0) + 1 FROM payments), 1, ?5`,
    ).bind(id, userId, `of-${userId.slice(-36)}`, changeCredits, createdAt),
  ]);
};

/** A queued job with its charge, as one posting. */
export const chargePosting = async (
  userId: string,
  own: { clientJobId?: string; credits?: number; head?: LedgerHead } = {},
): Promise<{ posting: UserPosting; jobId: string; head: LedgerHead }> => {
  const { clientJobId = crypto.randomUUID(), credits = 1, head = await headOf(userId) } = own;
  const jobId = crypto.randomUUID();
  const draft = { id: `${jobId}:charge`, kind: 'charge', changeCredits: -credits, jobId } as const;
  const planned = planRow(userId, head, draft, Date.now());
  if (!planned.ok) throw new Error(planned.code);
  const now = Date.now();
  const job: JobInsert = {
    id: jobId,
    userId,
    clientJobId,
    bodyHash: 'body',
    module: 'tts',
    modelId: 'unicorn',
    params: '{}',
    status: 'queued',
    priority: 0,
    costCredits: credits,
    priceVersion: 'v',
    demo: 1,
    leaseToken: null,
    leaseExpiresAt: null,
    attempts: 0,
    createdAt: now,
    expectedAt: now + 1_000,
    deadlineAt: now + 60_000,
    startedAt: null,
    completedAt: null,
    ownKeys: null,
    cachedFrom: null,
    callId: null,
    provider: 'unicorn',
    callbackUrl: null,
    tokenId: null,
    isHeavy: 0,
    freeUnits: 0,
    parentJobId: null,
  };
  const posting = { ...emptyPosting(userId), rows: [planned.row], jobs: [job] };
  return { posting, jobId, head: planned.head };
};

/** A job's failure with its refund, as one posting. */
export const refundPosting = async (userId: string, jobId: string, credits: number): Promise<UserPosting> => {
  const row = await soundRow(userId, { id: `${jobId}:refund`, kind: 'refund', changeCredits: credits, jobId });
  const close: JobClose = {
    closeId: crypto.randomUUID(),
    jobId,
    userId,
    ledgerId: row.id,
    from: ['queued', 'running'],
    leaseToken: null,
    to: 'failed',
    errorCode: 'test',
    errorMessage: 'a test',
    at: Date.now(),
    finals: [],
    generation: null,
    notification: null,
    timing: null,
  };
  return { ...emptyPosting(userId), rows: [row], closes: [close] };
};

/** An account to be opened with a grant of 7, as one posting. */
export const openPosting = (own: { fingerprint?: string; email?: string } = {}): UserPosting => {
  const userId = `user-${crypto.randomUUID()}`;
  const now = Date.now();
  const draft = { id: `${userId}:signup`, kind: 'signup_grant', changeCredits: 7 } as const;
  const planned = planRow(userId, EMPTY_HEAD, draft, now);
  if (!planned.ok) throw new Error(planned.code);
  const { fingerprint = null, email = null } = own;
  const account = { email, name: 'A test', role: 'user', fingerprint, token: null, createdAt: now };
  return { ...emptyPosting(userId), account, rows: [planned.row] };
};
