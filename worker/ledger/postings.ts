import type { JobStatus } from '../contract/jobs.ts';
import type { LedgerKind } from '../contract/money.ts';
import type { OptionalNotice } from '../contract/notification-kinds.ts';
import type { BalanceOrder } from '../db/operator-orders.ts';
import type { DebtClearing, PaymentRow, RefundMade } from '../db/payment-posting.ts';

/** Where a user's chain stands: the last row's number and hash, and the balance after it. */
export type LedgerHead = { seq: number; balanceCredits: number; hash: string };

/** A wish for one ledger row; number, balance and hash are still to be planned. */
export type LedgerDraft = {
  id: string;
  kind: LedgerKind;
  changeCredits: number;
  jobId?: string;
  provider?: string;
  orderId?: string;
  adminId?: string;
  reason?: string;
};

/** One row of `credit_ledger`, complete. */
export type LedgerRow = {
  id: string;
  userId: string;
  seq: number;
  kind: LedgerKind;
  changeCredits: number;
  balanceAfterCredits: number;
  jobId: string | null;
  provider: string | null;
  orderId: string | null;
  adminId: string | null;
  reason: string | null;
  prevHash: string;
  hash: string;
  createdAt: number;
};

/** A job to insert together with its charge. Times in unix ms. */
export type JobInsert = {
  id: string;
  userId: string;
  clientJobId: string;
  bodyHash: string;
  module: string;
  modelId: string;
  /** JSON text of the validated parameters. */
  params: string;
  /** `completed` where an earlier job's files will do. */
  status: 'queued' | 'running' | 'completed';
  priority: 0 | 1;
  /** Where its end is told, besides its owner's endpoints. */
  callbackUrl: string | null;
  costCredits: number;
  priceVersion: string;
  demo: 0 | 1;
  leaseToken: string | null;
  leaseExpiresAt: number | null;
  attempts: number;
  createdAt: number;
  expectedAt: number;
  deadlineAt: number;
  startedAt: number | null;
  /** A synchronous job calls its vendor at once: the call's row is written with the charge. */
  callId: string | null;
  provider: string;
  /** The API token that asked; null for a browser. */
  tokenId: string | null;
  /** Only of a job that begins at its end. */
  completedAt: number | null;
  /** The vendors whom the owner's own key pays; null where none is. */
  ownKeys: string[] | null;
  /** The earlier job whose files this one shows. */
  cachedFrom: string | null;
  /** One of those that go one at a time for each user. */
  isHeavy: 0 | 1;
  /** How much of it the day's allowance pays. */
  freeUnits: number;
  /** The job that this one makes anew. */
  parentJobId: string | null;
};

export type AssetInsert = {
  id: string;
  userId: string;
  jobId: string;
  kind: 'preview' | 'final' | 'scene' | 'poster';
  ordinal: number;
  r2Key: string;
  contentType: string;
  sizeBytes: number;
  sha256: string;
  durationMs: number | null;
  /** Of a scene. */
  title: string | null;
  /** By which a scene is found that was made before. */
  contentHash: string | null;
  /** How the captions beside it were laid out; null where there are none. */
  captions: 'word' | 'sentence' | null;
  /** Of a picture or a film. */
  widthPx: number | null;
  heightPx: number | null;
  createdAt: number;
  expiresAt: number;
};

export type ClosedStatus = Extract<JobStatus, 'completed' | 'failed' | 'canceled' | 'expired'>;

/** A job's end: its state, what it leaves behind, and (through `ledgerId`) the row that goes with it. */
export type JobClose = {
  /** Unique to this attempt, stored as `jobs.closed_by`: tells after a failure whose close it was. */
  closeId: string;
  jobId: string;
  userId: string;
  ledgerId: string | null;
  /** The states from which this end is legal now. */
  from: JobStatus[];
  /** Only the holder of this lease may close; null when whoever asks may. */
  leaseToken: string | null;
  to: ClosedStatus;
  errorCode: string | null;
  errorMessage: string | null;
  at: number;
  finals: AssetInsert[];
  generation: {
    id: string;
    type: 'chat' | 'image' | 'audio' | 'video';
    sizeBytes: number;
    /** All turns of a conversation are one line. */
    conversationId: string | null;
  } | null;
  notification: { id: string; kind: OptionalNotice; title: string } | null;
  /** How long the stages took, for the model's moving averages. */
  timing: { modelId: string; previewMs: number | null; finalMs: number } | null;
};

/** An account to open, with the first API token that goes with it. Of the token only its hash and last characters. */
export type NewAccount = {
  email: string | null;
  name: string;
  role: string;
  /** By which the sign-ups of one place are counted (G-02); null where nobody signed up. */
  fingerprint: string | null;
  token: { id: string; hash: string; hint: string; name: string } | null;
};

/** Everything one user posts at once. It lands whole or not at all. */
export type UserPosting = {
  userId: string;
  account: (NewAccount & { createdAt: number }) | null;
  rows: LedgerRow[];
  /** Orders of operators, each with the row of its id. */
  orders: BalanceOrder[];
  /** Payments, each with the row that it gave. */
  payments: PaymentRow[];
  /** Refunds that are made, each with the row that took the credits back. */
  returns: RefundMade[];
  clearings: DebtClearing[];
  jobs: JobInsert[];
  closes: JobClose[];
};

/** A posting of nothing yet. */
export const emptyPosting = (userId: string): UserPosting => ({
  userId,
  account: null,
  rows: [],
  orders: [],
  payments: [],
  returns: [],
  clearings: [],
  jobs: [],
  closes: [],
});

/**
 * - `landed`: committed; `closed` names the jobs that this posting closed, `evicted` those that left the history for
 *   them, `deliveryIds` what the outbox holds of it (both empty after an answer that was lost: the user sees it when he
 *   looks, and the minute's run finds the deliveries).
 * - `held`: the account is open and its first token stands; its first grant waits, since too many were opened before it
 *   from the same place.
 * - `refused`: not committed, because a client job id stands, a job is in another state, or a guard said no.
 * - `unavailable`: not committed, the database did not answer in time.
 * - `unknown`: nobody can say yet; the caller must read back before it posts again.
 */
export type PostingResult =
  | { outcome: 'landed'; closed: string[]; evicted: string[]; deliveryIds: string[] }
  | { outcome: 'held' }
  | { outcome: 'refused'; reason: string }
  | { outcome: 'unavailable' }
  | { outcome: 'unknown' };
