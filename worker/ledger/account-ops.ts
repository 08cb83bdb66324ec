import type { JobStatus } from '../contract/jobs.ts';
import { ETA_BUFFER_MS } from '../contract/limits.ts';
import type { LedgerKind } from '../contract/money.ts';
import { EMPTY_HEAD, planRow } from './plan.ts';
import type { ClosedStatus, JobClose, JobInsert, LedgerHead, NewAccount, UserPosting } from './postings.ts';
import type { AccountState, ModelAverages } from './read.ts';

/** How long a job may take from its creation to its end; then it expires and is refunded. */
export const JOB_DEADLINE_MS = 15 * 60_000;
/** A lease that nobody renews for so long belongs to a dead consumer. */
export const JOB_LEASE_MS = 30_000;

export type SubmitOp = {
  kind: 'submit';
  jobId: string;
  clientJobId: string;
  bodyHash: string;
  module: string;
  modelId: string;
  provider: string;
  params: string;
  /** The list price. Administrators pay 0 (BILL-07). */
  costCredits: number;
  priceVersion: string;
  callbackUrl: string | null;
  demo: boolean;
  /** The token that asks, and the most it may ever spend; null for a browser. */
  token: { id: string; capCredits: number | null } | null;
  /** A synchronous job is run by the request itself, which holds the lease; it is not queued. */
  sync: { leaseToken: string; callId: string } | null;
};

export type SubmitResult =
  | {
      ok: true;
      replayed: false;
      jobId: string;
      status: JobStatus;
      costCredits: number;
      balanceCredits: number;
      createdAt: number;
      expectedAt: number;
    }
  | { ok: true; replayed: true; jobId: string }
  | { ok: false; code: 'insufficient_credits'; costCredits: number; balanceCredits: number }
  | { ok: false; code: 'token_cap_reached'; costCredits: number; leftCredits: number }
  | { ok: false; code: 'idempotency_conflict' | 'account_blocked' | 'not_found' | 'unavailable' };

/** `money`: give everything back, give back what was charged above `usedCredits`, or leave the charge as it stands. */
export type CloseOp = Omit<JobClose, 'ledgerId' | 'at'> & {
  kind: 'close';
  money: { kind: 'refund' } | { kind: 'settle'; usedCredits: number } | { kind: 'keep' };
};
export type CloseResult =
  | { ok: true; closed: true; returnedCredits: number }
  | { ok: true; closed: false; status: JobStatus }
  | { ok: false; code: 'not_found' | 'unavailable' };

export type GrantOp = {
  kind: 'grant';
  id: string;
  grantKind: Exclude<LedgerKind, 'charge' | 'settle' | 'refund'>;
  changeCredits: number;
  provider?: string;
  orderId?: string;
  adminId?: string;
  reason?: string;
  /** Set when the account itself is opened with this first grant, which may then have to wait (G-02). */
  account: NewAccount | null;
};
/** The balance of an account that was opened without its grant is 0. */
export type GrantResult =
  | { ok: true; repeated: boolean; balanceCredits: number }
  | { ok: false; code: 'insufficient_credits' | 'not_found' | 'unavailable' };

export type AccountOp = SubmitOp | CloseOp | GrantOp;
export type AccountOpResult = SubmitResult | CloseResult | GrantResult;

/** A key that this account has used: what a repeated submit is answered with. */
export type KnownKey = { jobId: string; bodyHash: string };

export type GroupPlan = {
  posting: UserPosting;
  head: LedgerHead;
  /** By index: answers that hold only once the posting has landed. */
  onLanded: Map<number, AccountOpResult>;
  /** By index: answers that hold whatever becomes of the posting. */
  decided: Map<number, AccountOpResult>;
  keys: Map<string, KnownKey>;
  /** Indexes of ops that ask again for what an earlier op of this group does: their turn comes when that is known. */
  deferred: number[];
};

export const refundIdOf = (jobId: string): string => `${jobId}:refund`;
export const chargeIdOf = (jobId: string): string => `${jobId}:charge`;
export const settleIdOf = (jobId: string): string => `${jobId}:settle`;

type Planning = {
  userId: string;
  account: AccountState | undefined;
  averages: ModelAverages;
  knownKeys: ReadonlyMap<string, KnownKey>;
  charges: ReadonlyMap<string, number>;
  /** What each capped token of this group has spent. */
  tokenSpending: ReadonlyMap<string, number>;
  now: number;
};

/** What a submit hears whose key was used before: the same job for the same request, else a conflict. */
export const repeatedSubmit = (op: SubmitOp, known: KnownKey): SubmitResult =>
  known.bodyHash === op.bodyHash
    ? { ok: true, replayed: true, jobId: known.jobId }
    : { ok: false, code: 'idempotency_conflict' };

const toJobInsert = (op: SubmitOp, planning: Planning, account: AccountState, costCredits: number): JobInsert => {
  const average = planning.averages.get(op.modelId);
  const etaMs = (average?.previewMs ?? 0) + (average?.finalMs ?? 0) + ETA_BUFFER_MS;
  return {
    id: op.jobId,
    userId: planning.userId,
    clientJobId: op.clientJobId,
    bodyHash: op.bodyHash,
    module: op.module,
    modelId: op.modelId,
    params: op.params,
    status: op.sync ? 'running' : 'queued',
    priority: account.role === 'user' ? 0 : 1,
    callbackUrl: op.callbackUrl,
    costCredits,
    priceVersion: op.priceVersion,
    demo: op.demo ? 1 : 0,
    leaseToken: op.sync?.leaseToken ?? null,
    leaseExpiresAt: op.sync ? planning.now + JOB_LEASE_MS : null,
    attempts: op.sync ? 1 : 0,
    createdAt: planning.now,
    expectedAt: planning.now + etaMs,
    deadlineAt: planning.now + JOB_DEADLINE_MS,
    startedAt: op.sync ? planning.now : null,
    callId: op.sync?.callId ?? null,
    provider: op.provider,
    tokenId: op.token?.id ?? null,
  };
};

/**
 * Plans what one account posts next: numbers the rows, decides what needs no posting (too little credit, a repeated
 * key, a blocked account) and says what each caller hears once the posting has landed. Pure.
 */
export const planGroup = (ops: readonly (readonly [number, AccountOp])[], planning: Planning): GroupPlan => {
  const { userId, account, now } = planning;
  const posting: UserPosting = { userId, account: null, rows: [], jobs: [], closes: [] };
  const plan: GroupPlan = {
    posting,
    head: account?.head ?? EMPTY_HEAD,
    onLanded: new Map(),
    decided: new Map(),
    keys: new Map(),
    deferred: [],
  };
  const claimed = new Set<string>();
  const spending = new Map(planning.tokenSpending);

  /** False when an earlier op of the group ends the same job or posts the same id: the database would refuse both. */
  const claim = (id: string): boolean => {
    if (claimed.has(id)) return false;
    claimed.add(id);
    return true;
  };

  const submit = (index: number, op: SubmitOp) => {
    if (!account) return plan.decided.set(index, { ok: false, code: 'not_found' });
    const known = planning.knownKeys.get(op.clientJobId);
    if (known) return plan.decided.set(index, repeatedSubmit(op, known));
    const planned = plan.keys.get(op.clientJobId);
    if (planned) return plan.onLanded.set(index, repeatedSubmit(op, planned));
    if (account.isBlocked) return plan.decided.set(index, { ok: false, code: 'account_blocked' });
    const costCredits = account.role === 'admin' || account.role === 'superadmin' ? 0 : op.costCredits;
    const token = op.token;
    const spent = (token && spending.get(token.id)) ?? 0;
    if (token?.capCredits != null && spent + costCredits > token.capCredits) {
      const leftCredits = Math.max(0, token.capCredits - spent);
      const refusal = { ok: false, code: 'token_cap_reached', costCredits, leftCredits } as const;
      return (posting.rows.length > 0 ? plan.onLanded : plan.decided).set(index, refusal);
    }
    const draft = { id: chargeIdOf(op.jobId), kind: 'charge', changeCredits: -costCredits, jobId: op.jobId } as const;
    const row = planRow(userId, plan.head, draft, now);
    if (!row.ok) {
      // The balance may be that of a posting still to land; if it does not, the op is planned anew with the rest.
      const refusal = { ...row, costCredits } as const;
      return (posting.rows.length > 0 ? plan.onLanded : plan.decided).set(index, refusal);
    }
    plan.head = row.head;
    if (token) spending.set(token.id, spent + costCredits);
    const job = toJobInsert(op, planning, account, costCredits);
    posting.rows.push(row.row);
    posting.jobs.push(job);
    plan.keys.set(op.clientJobId, { jobId: op.jobId, bodyHash: op.bodyHash });
    return plan.onLanded.set(index, {
      ok: true,
      replayed: false,
      jobId: op.jobId,
      status: job.status,
      costCredits,
      balanceCredits: row.head.balanceCredits,
      createdAt: now,
      expectedAt: job.expectedAt,
    });
  };

  const close = (index: number, op: CloseOp) => {
    if (!claim(op.jobId)) return plan.deferred.push(index);
    const { kind: _kind, money, ...rest } = op;
    let ledgerId: string | null = null;
    let returnedCredits = 0;
    if (money.kind !== 'keep') {
      const charged = planning.charges.get(op.jobId);
      if (charged === undefined) return plan.decided.set(index, { ok: false, code: 'not_found' });
      returnedCredits = money.kind === 'refund' ? charged : Math.max(0, charged - Math.max(0, money.usedCredits));
      const id = money.kind === 'refund' ? refundIdOf(op.jobId) : settleIdOf(op.jobId);
      const draft = { id, kind: money.kind, changeCredits: returnedCredits, jobId: op.jobId } as const;
      const row = planRow(userId, plan.head, draft, now);
      if (!row.ok) return plan.decided.set(index, { ok: false, code: 'unavailable' });
      plan.head = row.head;
      posting.rows.push(row.row);
      ledgerId = id;
    }
    posting.closes.push({ ...rest, ledgerId, at: now });
    return plan.onLanded.set(index, { ok: true, closed: true, returnedCredits });
  };

  const grant = (index: number, op: GrantOp) => {
    if (!account && !op.account) return plan.decided.set(index, { ok: false, code: 'not_found' });
    if (account && op.account) {
      const { balanceCredits } = account.head;
      return plan.decided.set(index, { ok: true, repeated: true, balanceCredits });
    }
    if (!claim(op.id)) return plan.deferred.push(index);
    const { kind: _kind, grantKind, account: opened, ...draft } = op;
    const row = planRow(userId, plan.head, { ...draft, kind: grantKind }, now);
    if (!row.ok) return plan.decided.set(index, { ok: false, code: 'insufficient_credits' });
    plan.head = row.head;
    posting.rows.push(row.row);
    if (opened) posting.account = { ...opened, createdAt: now };
    return plan.onLanded.set(index, { ok: true, repeated: false, balanceCredits: row.head.balanceCredits });
  };

  for (const [index, op] of ops) {
    // Whether an account is opened with or without its grant is for the database to say: nothing is built on it yet.
    if (posting.account) plan.deferred.push(index);
    else if (op.kind === 'submit') submit(index, op);
    else if (op.kind === 'close') close(index, op);
    else grant(index, op);
  }
  return plan;
};

/** The end states, for callers that close a job. */
export const OPEN_STATUSES = ['queued', 'running', 'preview_ready', 'finalizing'] as const satisfies JobStatus[];
export const isClosed = (status: JobStatus): status is ClosedStatus =>
  !(OPEN_STATUSES as readonly JobStatus[]).includes(status);
