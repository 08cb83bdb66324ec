import type {
  AccountOp,
  AccountOpResult,
  CloseOp,
  ExpireOp,
  GrantOp,
  KnownKey,
  ReusableJob,
  SubmitOp,
  SubmitResult,
  TakeBackOp,
} from './account-ops.ts';
import { isActivity } from './activity.ts';
import { countSpending } from './caps.ts';
import { EMPTY_HEAD, planRow } from './plan.ts';
import { termsOf, toJobInsert } from './plan-submit.ts';
import { emptyPosting, type LedgerHead, type UserPosting } from './postings.ts';
import type { AccountState, ModelAverages, OpenDebt } from './read.ts';
import type { Spent } from './spending.ts';
import { shareOf, type TakeBackTerms } from './take-back.ts';

export type GroupPlan = {
  posting: UserPosting;
  head: LedgerHead;
  /** What is owed after it. */
  debts: readonly OpenDebt[];
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
export const takeBackIdOf = (refundId: string): string => `refund-${refundId}`;

type Planning = {
  userId: string;
  account: AccountState | undefined;
  averages: ModelAverages;
  knownKeys: ReadonlyMap<string, KnownKey>;
  charges: ReadonlyMap<string, number>;
  /** What is spent before this group, where somebody of it has a cap. */
  spent: Spent;
  /** By the hash of the request. */
  reusable: ReadonlyMap<string, ReusableJob>;
  /** How much of the day's allowances is used, by module. */
  freeUsed: ReadonlyMap<string, number>;
  /** By id, the refunds of this group with what was given back before them. */
  takings: ReadonlyMap<string, TakeBackTerms>;
  /** The last sign of life before this group; read only for an `expire`. */
  lastActivityAt: number;
  now: number;
};

/** What a submit hears whose key was used before: the same job for the same request, else a conflict. */
export const repeatedSubmit = (op: SubmitOp, known: KnownKey): SubmitResult =>
  known.bodyHash === op.bodyHash && known.callbackUrl === op.callbackUrl
    ? { ok: true, replayed: true, jobId: known.jobId }
    : { ok: false, code: 'idempotency_conflict' };

/**
 * Plans what one account posts next: numbers the rows, decides what needs no posting (too little credit, a repeated
 * key, a blocked account) and says what each caller hears once the posting has landed. Pure.
 */
export const planGroup = (ops: readonly (readonly [number, AccountOp])[], planning: Planning): GroupPlan => {
  const { userId, account, now } = planning;
  const posting = emptyPosting(userId);
  const plan: GroupPlan = {
    posting,
    head: account?.head ?? EMPTY_HEAD,
    debts: account?.debts ?? [],
    onLanded: new Map(),
    decided: new Map(),
    keys: new Map(),
    made: new Map(),
    deferred: [],
  };
  const claimed = new Set<string>();
  const spending = countSpending({ spent: planning.spent, dailyCapCredits: account?.dailyCapCredits ?? null, now });
  const freeUsed = new Map(planning.freeUsed);
  const takings = new Map(planning.takings);

  /** False when an earlier op of the group ends the same job or posts the same id: the database would refuse both. */
  const claim = (id: string): boolean => {
    if (claimed.has(id)) return false;
    claimed.add(id);
    return true;
  };

  /** Answers that build on the balance hold only if what was planned before them lands. */
  const refuse = (index: number, refusal: AccountOpResult) =>
    (posting.rows.length > 0 ? plan.onLanded : plan.decided).set(index, refusal);

  /** Whatever comes while something is owed goes there first, in rows of its own. */
  const clearDebts = () => {
    for (const debt of plan.debts) {
      const credits = Math.min(debt.openCredits, plan.head.balanceCredits);
      if (credits === 0) return;
      const { refundId, provider, orderId } = debt;
      const id = `${takeBackIdOf(refundId)}:${plan.head.seq + 1}`;
      const draft = { id, kind: 'payment_refund', changeCredits: -credits, provider, orderId } as const;
      const row = planRow(userId, plan.head, { ...draft, reason: `Owed for refund ${refundId}.` }, now);
      if (!row.ok) return;
      plan.head = row.head;
      posting.rows.push(row.row);
      posting.clearings.push({ refundId, ledgerId: id, credits });
      const openCredits = debt.openCredits - credits;
      plan.debts = openCredits > 0 ? [{ ...debt, openCredits }, ...plan.debts.slice(1)] : plan.debts.slice(1);
    }
  };

  const submit = (index: number, op: SubmitOp) => {
    if (!account) return plan.decided.set(index, { ok: false, code: 'not_found' });
    const known = planning.knownKeys.get(op.clientJobId);
    if (known) return plan.decided.set(index, repeatedSubmit(op, known));
    const planned = plan.keys.get(op.clientJobId);
    if (planned) return plan.onLanded.set(index, repeatedSubmit(op, planned));
    if (account.isBlocked) return plan.decided.set(index, { ok: false, code: 'account_blocked' });
    const owedCredits = plan.debts.reduce((sum, { openCredits }) => sum + openCredits, 0);
    if (owedCredits > 0) return refuse(index, { ok: false, code: 'credits_owed', owedCredits });
    const used = freeUsed.get(op.module) ?? 0;
    const terms = termsOf(op, account, planning.reusable, used);
    const { costCredits } = terms;
    const aboveCap = spending.refusalOf(op.token, costCredits);
    if (aboveCap) return refuse(index, aboveCap);
    const draft = { id: chargeIdOf(op.jobId), kind: 'charge', changeCredits: -costCredits, jobId: op.jobId } as const;
    const row = planRow(userId, plan.head, draft, now);
    if (!row.ok) return refuse(index, { ...row, costCredits });
    plan.head = row.head;
    spending.add(op.token, costCredits);
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
      clearDebts();
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
    const { kind: _kind, grantKind, account: opened, order, payment, ...draft } = op;
    const beforeCredits = plan.head.balanceCredits;
    const who = order && { adminId: order.operatorId };
    const row = planRow(userId, plan.head, { ...draft, ...who, kind: grantKind }, now);
    if (!row.ok) return refuse(index, row);
    if (order) {
      const action = grantKind === 'gift' ? 'credits_given' : 'credits_adjusted';
      const afterCredits = row.head.balanceCredits;
      const { id, reason = '' } = op;
      posting.orders.push({ ...order, id, userId, action, reason, beforeCredits, afterCredits, at: now });
    }
    plan.head = row.head;
    posting.rows.push(row.row);
    if (opened) posting.account = { ...opened, createdAt: now };
    if (payment)
      posting.payments.push({ ...payment, userId, ledgerId: op.id, credits: op.changeCredits, createdAt: now });
    clearDebts();
    return plan.onLanded.set(index, { ok: true, repeated: false, balanceCredits: plan.head.balanceCredits });
  };

  // Here, where the account's postings have their order: whoever spends at that very moment does so before or after.
  const expire = (index: number, op: ExpireOp) => {
    if (!account) return plan.decided.set(index, { ok: false, code: 'not_found' });
    if (!claim(op.id)) return plan.deferred.push(index);
    const isActive = planning.lastActivityAt > op.idleSince || posting.rows.some(({ kind }) => isActivity(kind));
    const changeCredits = isActive ? 0 : -plan.head.balanceCredits;
    const result = { ok: true, isActive, expiredCredits: 0 - changeCredits } as const;
    if (changeCredits === 0) return refuse(index, result);
    const row = planRow(userId, plan.head, { id: op.id, kind: 'expiry', changeCredits }, now);
    if (!row.ok) return plan.decided.set(index, { ok: false, code: 'unavailable' });
    plan.head = row.head;
    posting.rows.push(row.row);
    return plan.onLanded.set(index, result);
  };

  const takeBack = (index: number, op: TakeBackOp) => {
    const { refundId } = op;
    const terms = takings.get(refundId);
    if (!account || !terms) return plan.decided.set(index, { ok: false, code: 'not_found' });
    if (terms.made) {
      const { balanceCredits } = account.head;
      return plan.decided.set(index, { ok: true, repeated: true, ...terms.made, balanceCredits });
    }
    const id = takeBackIdOf(refundId);
    if (!claim(id)) return plan.deferred.push(index);
    const { provider, orderId } = terms;
    const { credits, after } = shareOf(terms);
    const takenCredits = Math.min(credits, plan.head.balanceCredits);
    const owedCredits = credits - takenCredits;
    const owed = owedCredits > 0 ? `, ${owedCredits} spent before and owed` : '';
    const reason = `Refund ${refundId} of ${credits} credits${owed}.`;
    const draft = { id, kind: 'payment_refund', changeCredits: 0 - takenCredits, provider, orderId, reason } as const;
    const row = planRow(userId, plan.head, draft, now);
    if (!row.ok) return plan.decided.set(index, { ok: false, code: 'unavailable' });
    plan.head = row.head;
    posting.rows.push(row.row);
    posting.returns.push({ refundId, userId, ledgerId: id, takenCredits, owedCredits, at: now });
    if (owedCredits > 0) plan.debts = [...plan.debts, { refundId, provider, orderId, openCredits: owedCredits }];
    // Another part of the same payment counts on from here.
    for (const [other, one] of takings) if (one.paymentId === terms.paymentId) takings.set(other, { ...one, ...after });
    const { balanceCredits } = row.head;
    return plan.onLanded.set(index, { ok: true, repeated: false, takenCredits, owedCredits, balanceCredits });
  };

  for (const [index, op] of ops) {
    // Whether an account is opened with or without its grant is for the database to say: nothing is built on it yet.
    if (posting.account) plan.deferred.push(index);
    else if (op.kind === 'submit') submit(index, op);
    else if (op.kind === 'close') close(index, op);
    else if (op.kind === 'expire') expire(index, op);
    else if (op.kind === 'take_back') takeBack(index, op);
    else grant(index, op);
  }
  return plan;
};
