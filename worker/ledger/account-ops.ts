import type { JobStatus } from '../contract/jobs.ts';
import { ETA_BUFFER_MS } from '../contract/limits.ts';
import type { LedgerKind } from '../contract/money.ts';
import { isActivity } from './activity.ts';
import { EMPTY_HEAD, planRow } from './plan.ts';
import type { ClosedStatus, JobClose, JobInsert, LedgerHead, NewAccount, UserPosting } from './postings.ts';
import type { AccountState, ModelAverages } from './read.ts';

/** How long a job may take from its creation to its end; then it expires and is refunded. */
const JOB_DEADLINE_MS = 15 * 60_000;
/** What each round of calls after the first adds to it. */
const JOB_DEADLINE_PER_ROUND_MS = 60_000;
/** However long the script is. */
export const JOB_DEADLINE_MAX_MS = 4 * 3_600_000;
/** A lease that nobody renews for so long belongs to a dead consumer. */
export const JOB_LEASE_MS = 30_000;

/** Pieces of work of which each module gives some free each UTC day (BILL-03). */
export type Allowance = { units: number; freePerDay: number; creditsPerUnit: number };

export type SubmitOp = {
  kind: 'submit';
  jobId: string;
  clientJobId: string;
  bodyHash: string;
  module: string;
  modelId: string;
  provider: string;
  params: string;
  /** The list price, by vendor. Administrators pay nothing, nobody pays for what his own key does (BILL-07). */
  costs: { provider: string; credits: number }[];
  priceVersion: string;
  /** What is free of it each day; `costs` say what it costs without. */
  allowance: Allowance | null;
  /** Whether it waits for the user's other work of this kind. */
  isHeavy: boolean;
  /** The user's own job that this one makes anew. */
  parentJobId: string | null;
  callbackUrl: string | null;
  /** Rounds of calls that it takes, for its deadline and for when it is expected. */
  rounds: number;
  /** Whether the sandbox makes it: with the operator's key, and with the person's own. */
  demo: { operator: boolean; own: boolean };
  /** Whether files of an earlier job of the same request will do. */
  reuse: boolean;
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
      /** The vendors whom the person's own key pays. */
      ownKeys: string[];
      /** Nothing is made: the files are those of an earlier job. */
      isCached: boolean;
    }
  | { ok: true; replayed: true; jobId: string }
  | { ok: false; code: 'insufficient_credits'; costCredits: number; balanceCredits: number }
  | { ok: false; code: 'token_cap_reached'; costCredits: number; leftCredits: number }
  | { ok: false; code: 'idempotency_conflict' | 'account_blocked' | 'not_found' | 'unavailable' };

/** `money`: give everything back, give back what was charged above `usedCredits`, or leave the charge as it stands. */
export type CloseOp = Omit<JobClose, 'ledgerId' | 'at'> & {
  kind: 'close';
  /** Of a completed job whose files later requests may get: the hash of its request. */
  madeFrom: string | null;
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
  /** Set where an operator gives it: from where, for the audit log. */
  order?: { operatorId: string; ip: string; userAgent: string; requestId: string };
  /** Set when the account itself is opened with this first grant, which may then have to wait (G-02). */
  account: NewAccount | null;
};
/** The balance of an account that was opened without its grant is 0. */
export type GrantResult =
  | { ok: true; repeated: boolean; balanceCredits: number }
  | { ok: false; code: 'insufficient_credits'; balanceCredits: number }
  | { ok: false; code: 'forbidden' | 'not_found' | 'unavailable' };

/** Takes the whole balance of an account that nobody has used since `idleSince`. Once per id. */
export type ExpireOp = { kind: 'expire'; id: string; idleSince: number };
/** `isActive`: it was used after all, and keeps what it has. */
export type ExpireResult =
  | { ok: true; isActive: boolean; expiredCredits: number }
  | { ok: false; code: 'not_found' | 'unavailable' };

export type AccountOp = SubmitOp | CloseOp | GrantOp | ExpireOp;
export type AccountOpResult = SubmitResult | CloseResult | GrantResult | ExpireResult;

/** An earlier job whose files are still there for a day and more. */
export type ReusableJob = { jobId: string; isDemo: boolean };

/** A key that this account has used: what a repeated submit is answered with. */
export type KnownKey = { jobId: string; bodyHash: string; callbackUrl: string | null };

export type GroupPlan = {
  posting: UserPosting;
  head: LedgerHead;
  /** By index: answers that hold only once the posting has landed. */
  onLanded: Map<number, AccountOpResult>;
  /** By index: answers that hold whatever becomes of the posting. */
  decided: Map<number, AccountOpResult>;
  keys: Map<string, KnownKey>;
  /** Jobs that this group completes, with the hash of their request. */
  made: Map<string, string>;
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
  /** By the hash of the request. */
  reusable: ReadonlyMap<string, ReusableJob>;
  /** How much of the day's allowances is used, by module. */
  freeUsed: ReadonlyMap<string, number>;
  /** The last sign of life before this group; read only for an `expire`. */
  lastActivityAt: number;
  now: number;
};

/** What a submit hears whose key was used before: the same job for the same request, else a conflict. */
export const repeatedSubmit = (op: SubmitOp, known: KnownKey): SubmitResult =>
  known.bodyHash === op.bodyHash && known.callbackUrl === op.callbackUrl
    ? { ok: true, replayed: true, jobId: known.jobId }
    : { ok: false, code: 'idempotency_conflict' };

/** When work of so many rounds should be done, in ms from now: the model's averages, and a reserve (JOB-10). */
export const etaOf = (average: { previewMs: number; finalMs: number } | undefined, rounds: number): number =>
  (average?.previewMs ?? 0) + (average?.finalMs ?? 0) * rounds + ETA_BUFFER_MS;

/** What a request costs this account, and whose keys make it. */
type Terms = { costCredits: number; freeUnits: number; ownKeys: string[]; source: ReusableJob | undefined };

/** How much of a request the rest of the day's allowance pays; nothing where it costs nothing anyway. */
const freeUnitsOf = (allowance: Allowance | null, input: { used: number; costCredits: number }): number =>
  allowance === null || input.costCredits === 0
    ? 0
    : Math.min(allowance.units, Math.max(0, allowance.freePerDay - input.used));

/** What a person pays of a price: nothing as an administrator, and nothing to the vendors of whom he has a key. */
const costFor = (account: Pick<AccountState, 'role' | 'ownKeys'> | undefined, costs: SubmitOp['costs']): number =>
  account?.role === 'admin' || account?.role === 'superadmin'
    ? 0
    : costs.reduce((sum, { provider, credits }) => sum + (account?.ownKeys.includes(provider) ? 0 : credits), 0);

/**
 * What an order costs an account, and how much of it the day's allowance pays.
 * @param input.freeUsed what of today's allowance is used before it
 */
export const priceFor = (
  account: Pick<AccountState, 'role' | 'ownKeys'> | undefined,
  { costs, allowance }: Pick<SubmitOp, 'costs' | 'allowance'>,
  { isCached, freeUsed }: { isCached: boolean; freeUsed: number },
): { costCredits: number; freeUnits: number } => {
  const fullCredits = isCached ? 0 : costFor(account, costs);
  const freeUnits = freeUnitsOf(allowance, { used: freeUsed, costCredits: fullCredits });
  return { costCredits: fullCredits - freeUnits * (allowance?.creditsPerUnit ?? 0), freeUnits };
};

const termsOf = (op: SubmitOp, account: AccountState, reusable: Planning['reusable'], freeUsed: number): Terms => {
  const ownKeys = op.costs.map(({ provider }) => provider).filter((provider) => account.ownKeys.includes(provider));
  const isDemo = ownKeys.length > 0 ? op.demo.own : op.demo.operator;
  const found = op.reuse ? reusable.get(op.bodyHash) : undefined;
  const source = found?.isDemo === isDemo ? found : undefined;
  return { ...priceFor(account, op, { isCached: source !== undefined, freeUsed }), ownKeys, source };
};

const toJobInsert = (op: SubmitOp, planning: Planning, account: AccountState, terms: Terms): JobInsert => {
  const { costCredits, ownKeys, source } = terms;
  const deadlineMs = JOB_DEADLINE_MS + (op.rounds - 1) * JOB_DEADLINE_PER_ROUND_MS;
  const sync = source ? null : op.sync;
  return {
    id: op.jobId,
    userId: planning.userId,
    clientJobId: op.clientJobId,
    bodyHash: op.bodyHash,
    module: op.module,
    modelId: op.modelId,
    params: op.params,
    status: source ? 'completed' : sync ? 'running' : 'queued',
    priority: account.role === 'user' ? 0 : 1,
    callbackUrl: op.callbackUrl,
    costCredits,
    priceVersion: op.priceVersion,
    demo: (ownKeys.length > 0 ? op.demo.own : op.demo.operator) ? 1 : 0,
    leaseToken: sync?.leaseToken ?? null,
    leaseExpiresAt: sync ? planning.now + JOB_LEASE_MS : null,
    attempts: sync ? 1 : 0,
    createdAt: planning.now,
    expectedAt: planning.now + (source ? 0 : etaOf(planning.averages.get(op.modelId), op.rounds)),
    deadlineAt: planning.now + Math.min(JOB_DEADLINE_MAX_MS, deadlineMs),
    startedAt: sync ? planning.now : null,
    completedAt: source ? planning.now : null,
    callId: sync?.callId ?? null,
    provider: op.provider,
    tokenId: op.token?.id ?? null,
    ownKeys: ownKeys.length > 0 ? ownKeys : null,
    cachedFrom: source?.jobId ?? null,
    isHeavy: op.isHeavy ? 1 : 0,
    freeUnits: terms.freeUnits,
    parentJobId: op.parentJobId,
  };
};

/**
 * Plans what one account posts next: numbers the rows, decides what needs no posting (too little credit, a repeated
 * key, a blocked account) and says what each caller hears once the posting has landed. Pure.
 */
export const planGroup = (ops: readonly (readonly [number, AccountOp])[], planning: Planning): GroupPlan => {
  const { userId, account, now } = planning;
  const posting: UserPosting = { userId, account: null, rows: [], orders: [], jobs: [], closes: [] };
  const plan: GroupPlan = {
    posting,
    head: account?.head ?? EMPTY_HEAD,
    onLanded: new Map(),
    decided: new Map(),
    keys: new Map(),
    made: new Map(),
    deferred: [],
  };
  const claimed = new Set<string>();
  const spending = new Map(planning.tokenSpending);
  const freeUsed = new Map(planning.freeUsed);

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
    const used = freeUsed.get(op.module) ?? 0;
    const terms = termsOf(op, account, planning.reusable, used);
    const { costCredits } = terms;
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
    freeUsed.set(op.module, used + terms.freeUnits);
    const job = toJobInsert(op, planning, account, terms);
    posting.rows.push(row.row);
    posting.jobs.push(job);
    plan.keys.set(op.clientJobId, { jobId: op.jobId, bodyHash: op.bodyHash, callbackUrl: op.callbackUrl });
    return plan.onLanded.set(index, {
      ok: true,
      replayed: false,
      jobId: op.jobId,
      status: job.status,
      costCredits,
      balanceCredits: row.head.balanceCredits,
      createdAt: now,
      expectedAt: job.expectedAt,
      ownKeys: terms.ownKeys,
      isCached: terms.source !== undefined,
    });
  };

  const close = (index: number, op: CloseOp) => {
    if (!claim(op.jobId)) return plan.deferred.push(index);
    const { kind: _kind, money, madeFrom, ...rest } = op;
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
    if (madeFrom !== null) plan.made.set(op.jobId, madeFrom);
    return plan.onLanded.set(index, { ok: true, closed: true, returnedCredits });
  };

  const grant = (index: number, op: GrantOp) => {
    if (!account && !op.account) return plan.decided.set(index, { ok: false, code: 'not_found' });
    if (account && op.account) {
      const { balanceCredits } = account.head;
      return plan.decided.set(index, { ok: true, repeated: true, balanceCredits });
    }
    if (!claim(op.id)) return plan.deferred.push(index);
    const { kind: _kind, grantKind, account: opened, order, ...draft } = op;
    const beforeCredits = plan.head.balanceCredits;
    const who = order && { adminId: order.operatorId };
    const row = planRow(userId, plan.head, { ...draft, ...who, kind: grantKind }, now);
    if (!row.ok) return (posting.rows.length > 0 ? plan.onLanded : plan.decided).set(index, row);
    if (order) {
      const action = grantKind === 'gift' ? 'credits_given' : 'credits_adjusted';
      const afterCredits = row.head.balanceCredits;
      const { id, reason = '' } = op;
      posting.orders.push({ ...order, id, userId, action, reason, beforeCredits, afterCredits, at: now });
    }
    plan.head = row.head;
    posting.rows.push(row.row);
    if (opened) posting.account = { ...opened, createdAt: now };
    return plan.onLanded.set(index, { ok: true, repeated: false, balanceCredits: row.head.balanceCredits });
  };

  // Here, where the account's postings have their order: whoever spends at that very moment does so before or after.
  const expire = (index: number, op: ExpireOp) => {
    if (!account) return plan.decided.set(index, { ok: false, code: 'not_found' });
    if (!claim(op.id)) return plan.deferred.push(index);
    const isActive = planning.lastActivityAt > op.idleSince || posting.rows.some(({ kind }) => isActivity(kind));
    const changeCredits = isActive ? 0 : -plan.head.balanceCredits;
    const result = { ok: true, isActive, expiredCredits: 0 - changeCredits } as const;
    if (changeCredits === 0) return (posting.rows.length > 0 ? plan.onLanded : plan.decided).set(index, result);
    const row = planRow(userId, plan.head, { id: op.id, kind: 'expiry', changeCredits }, now);
    if (!row.ok) return plan.decided.set(index, { ok: false, code: 'unavailable' });
    plan.head = row.head;
    posting.rows.push(row.row);
    return plan.onLanded.set(index, result);
  };

  for (const [index, op] of ops) {
    // Whether an account is opened with or without its grant is for the database to say: nothing is built on it yet.
    if (posting.account) plan.deferred.push(index);
    else if (op.kind === 'submit') submit(index, op);
    else if (op.kind === 'close') close(index, op);
    else if (op.kind === 'expire') expire(index, op);
    else grant(index, op);
  }
  return plan;
};

/** The end states, for callers that close a job. */
export const OPEN_STATUSES = ['queued', 'running', 'preview_ready', 'finalizing'] as const satisfies JobStatus[];
export const isClosed = (status: JobStatus): status is ClosedStatus =>
  !(OPEN_STATUSES as readonly JobStatus[]).includes(status);
