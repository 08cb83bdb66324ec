import type { CapHolder } from '../contract/daily-cap.ts';
import type { JobStatus } from '../contract/jobs.ts';
import type { LedgerKind } from '../contract/money.ts';
import type { PaymentInsert } from '../db/payment-posting.ts';
import type { ClosedStatus, JobClose, NewAccount } from './postings.ts';

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
  /** The token that asks, and the most it may spend, ever and in a day; null for a browser. */
  token: { id: string; capCredits: number | null; dailyCapCredits: number | null } | null;
  /** A synchronous job is run by the request itself, which holds the lease; it is not queued. */
  sync: { leaseToken: string; callId: string } | null;
};

/** An order that is above what a token or a day may spend. */
export type CapRefusal =
  | { ok: false; code: 'token_cap_reached'; costCredits: number; leftCredits: number }
  | {
      ok: false;
      code: 'daily_cap_reached';
      capOf: CapHolder;
      costCredits: number;
      capCredits: number;
      spentCredits: number;
      endsAt: number;
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
  | CapRefusal
  | { ok: false; code: 'credits_owed'; owedCredits: number }
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
  grantKind: Exclude<LedgerKind, 'charge' | 'settle' | 'refund' | 'payment_refund'>;
  changeCredits: number;
  provider?: string;
  orderId?: string;
  adminId?: string;
  reason?: string;
  /** Set where an operator gives it: from where, for the audit log. */
  order?: { operatorId: string; ip: string; userAgent: string; requestId: string };
  /** Of a purchase or a plan's cycle: the payment, which is written down with the row. */
  payment?: PaymentInsert;
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

/**
 * Takes back what a payment gave, since its money was given back. What is spent already becomes a debt: the balance is
 * never below zero. Once per refund, whose row stands already and says how much it is.
 */
export type TakeBackOp = { kind: 'take_back'; refundId: string };
export type TakeBackResult =
  | { ok: true; repeated: boolean; takenCredits: number; owedCredits: number; balanceCredits: number }
  | { ok: false; code: 'not_found' | 'unavailable' };

export type AccountOp = SubmitOp | CloseOp | GrantOp | ExpireOp | TakeBackOp;
export type AccountOpResult = SubmitResult | CloseResult | GrantResult | ExpireResult | TakeBackResult;

/** An earlier job whose files are still there for a day and more. */
export type ReusableJob = { jobId: string; isDemo: boolean };

/** A key that this account has used: what a repeated submit is answered with. */
export type KnownKey = { jobId: string; bodyHash: string; callbackUrl: string | null };

/** The end states, for callers that close a job. */
export const OPEN_STATUSES = ['queued', 'running', 'preview_ready', 'finalizing'] as const satisfies JobStatus[];
export const isClosed = (status: JobStatus): status is ClosedStatus =>
  !(OPEN_STATUSES as readonly JobStatus[]).includes(status);
