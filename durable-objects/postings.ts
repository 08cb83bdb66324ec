import { readMayGive } from '../worker/db/operator-orders.ts';
import {
  type AccountOp,
  type AccountOpResult,
  isClosed,
  type KnownKey,
  type ReusableJob,
} from '../worker/ledger/account-ops.ts';
import { readLastActivity } from '../worker/ledger/activity.ts';
import { type GroupPlan, planGroup, repeatedSubmit } from '../worker/ledger/plan-group.ts';
import type { LedgerRow, PostingResult } from '../worker/ledger/postings.ts';
import {
  type AccountState,
  type ModelAverages,
  readAccountState,
  readCharges,
  readFreeUsed,
  readMade,
  readReusable,
  readStanding,
} from '../worker/ledger/read.ts';
import { writerNameOf } from '../worker/ledger/shard.ts';
import { NOTHING_SPENT, readSpending, type Spent } from '../worker/ledger/spending.ts';
import { readTakings, type TakeBackTerms } from '../worker/ledger/take-back.ts';
import { logError } from '../worker/log.ts';
import type { LedgerWriter } from './ledger-writer.ts';
import { GroupCommit } from './serial.ts';

const GROUP_MAX_OPS = 200;
const WAITING_MAX_OPS = 2_000;
/** Client job ids this instance remembers, so that a repeated submit needs no read. */
const KNOWN_KEYS_MAX = 2_000;
/** How often a group is planned anew after the database has refused it. */
const PLAN_ATTEMPTS_MAX = 4;
/** Past so many remembered requests they are read anew, the newest of them. */
const MADE_MAX_REQUESTS = 2_000;
const AVERAGES_MAX_AGE_MS = 60_000;
/** Refusals that depend on what is spent, which a repeated order is not asked. */
const REFUSED_FOR_ITS_PRICE: ReadonlySet<string> = new Set([
  'insufficient_credits',
  'token_cap_reached',
  'daily_cap_reached',
]);

/** What is told of a committed group: its ledger rows, and the jobs that left the history for those that it completed. */
type OnLanded = (landed: { rows: readonly LedgerRow[]; evicted: readonly string[] }) => void;

type Indexed = readonly [number, AccountOp];

/**
 * Gives a user's postings their order: one group under way, and what arrives meanwhile goes into the next one together.
 * Lives in the user's one object; what it remembers of the database is a guess that the ledger's guards check.
 */
export class Postings {
  readonly #group = new GroupCommit<{ userId: string; op: AccountOp }, AccountOpResult>(
    (items) => this.#post(items),
    (items) => Math.min(items.length, GROUP_MAX_OPS),
    WAITING_MAX_OPS,
  );
  /** The head of the chain as last committed; undefined at wake and after any doubt. */
  #account: AccountState | undefined;
  /** How often it was to be read anew: what was asked for before the last time is not kept. */
  #forgotten = 0;
  #averages: ModelAverages = new Map();
  #averagesAt = 0;
  #writer: DurableObjectStub<LedgerWriter> | undefined;
  readonly #knownKeys = new Map<string, KnownKey>();
  /** Completed jobs by the hash of their request; undefined until a request might be one of them. */
  #made: Map<string, string> | undefined;
  readonly #env: Env;
  readonly #onLanded: OnLanded;

  /** @param onLanded is told of every group that was committed here. */
  constructor(env: Env, onLanded: OnLanded) {
    this.#env = env;
    this.#onLanded = onLanded;
  }

  /** Has the next group read the head of the chain, the plan and the standing of the user anew. */
  forget(): void {
    this.#account = undefined;
    this.#forgotten += 1;
  }

  /** Posts one op with what arrives beside it. Never rejects: what is in doubt is answered `unavailable`. */
  async add(userId: string, op: AccountOp): Promise<AccountOpResult> {
    try {
      return await this.#group.add({ userId, op });
    } catch (error) {
      this.#account = undefined;
      logError('account_post_failed', error, { op: op.kind });
      return { ok: false, code: 'unavailable' };
    }
  }

  async #post(items: { userId: string; op: AccountOp }[]): Promise<AccountOpResult[]> {
    const userId = items[0]?.userId ?? '';
    const results = new Map<number, AccountOpResult>();
    let open: Indexed[] = items.map((item, index) => [index, item.op] as const);
    for (let attempt = 0; attempt < PLAN_ATTEMPTS_MAX && open.length > 0; attempt += 1) {
      const plan = await this.#plan(userId, open);
      for (const [index, result] of plan.decided) results.set(index, result);
      open = open.filter(([index]) => !results.has(index));
      // What waited for an op that needed no posting is planned by itself now.
      if (plan.onLanded.size === 0) continue;
      const { outcome } = await this.#commit(plan);
      if (outcome.outcome === 'landed') {
        const closed = new Set(outcome.closed);
        for (const [index, result] of plan.onLanded) {
          const op = items[index]?.op;
          const isMissed = op?.kind === 'close' && !closed.has(op.jobId);
          if (!isMissed) results.set(index, result);
        }
        this.#landed(plan, outcome.evicted);
      } else if (outcome.outcome === 'held') {
        for (const index of plan.onLanded.keys()) results.set(index, { ok: true, repeated: false, balanceCredits: 0 });
      } else {
        this.#account = undefined;
        // Whether an unanswered batch will still commit is not known: nothing may be planned on top of it.
        if (outcome.outcome !== 'refused') break;
      }
      open = open.filter(([index]) => !results.has(index));
      for (const [index, result] of await this.#standing(userId, open)) results.set(index, result);
      open = open.filter(([index]) => !results.has(index));
    }
    await this.#recogniseKeys(userId, items, results);
    return items.map((_, index) => results.get(index) ?? { ok: false, code: 'unavailable' });
  }

  /** A submit refused for what it costs may repeat a key from before this instance woke: then its job stands. */
  async #recogniseKeys(userId: string, items: { op: AccountOp }[], results: Map<number, AccountOpResult>) {
    const refused = [...results].flatMap(([index, result]) => {
      const op = items[index]?.op;
      const isRefused = !result.ok && REFUSED_FOR_ITS_PRICE.has(result.code);
      return op?.kind === 'submit' && isRefused ? [[index, op] as const] : [];
    });
    await this.#standing(userId, refused);
    for (const [index, op] of refused) {
      const known = this.#knownKeys.get(op.clientJobId);
      if (known) results.set(index, repeatedSubmit(op, known));
    }
  }

  async #plan(userId: string, ops: Indexed[]): Promise<GroupPlan> {
    const now = Date.now();
    // Of this group's own: it may be forgotten for the next one while this one waits.
    let account = this.#account;
    if (!account || now - this.#averagesAt > AVERAGES_MAX_AGE_MS) {
      const forgotten = this.#forgotten;
      const state = await readAccountState(this.#env.DB, userId);
      account = state.account;
      this.#account = forgotten === this.#forgotten ? account : undefined;
      this.#averages = state.averages;
      this.#averagesAt = now;
    }
    const returning = ops.flatMap(([, op]) => (op.kind === 'close' && op.money.kind !== 'keep' ? [op.jobId] : []));
    const charges =
      returning.length > 0 ? await readCharges(this.#env.DB, userId, returning) : new Map<string, number>();
    const spent = await this.#spent(userId, ops, { dailyCapCredits: account?.dailyCapCredits ?? null, now });
    const reusable = await this.#reusable(userId, ops, now);
    const asksFree = ops.some(([, op]) => op.kind === 'submit' && op.allowance !== null);
    const freeUsed = asksFree ? await readFreeUsed(this.#env.DB, userId, now) : new Map<string, number>();
    const returned = ops.flatMap(([, op]) => (op.kind === 'take_back' ? [op.refundId] : []));
    const takings =
      returned.length > 0 ? await readTakings(this.#env.DB, userId, returned) : new Map<string, TakeBackTerms>();
    const expires = ops.some(([, op]) => op.kind === 'expire');
    const lastActivityAt = expires ? await readLastActivity(this.#env.DB, userId) : 0;
    return planGroup(ops, {
      userId,
      account,
      averages: this.#averages,
      knownKeys: this.#knownKeys,
      charges,
      spent,
      reusable,
      freeUsed,
      takings,
      lastActivityAt,
      now,
    });
  }

  /** Read only where a cap asks for it: who has none does not wait for this. */
  async #spent(
    userId: string,
    ops: Indexed[],
    { dailyCapCredits, now }: { dailyCapCredits: number | null; now: number },
  ): Promise<Spent> {
    const submits = ops.flatMap(([, op]) => (op.kind === 'submit' ? [op] : []));
    const capped = submits.flatMap(({ token }) =>
      token && (token.capCredits ?? token.dailyCapCredits) !== null ? [token.id] : [],
    );
    const isAsked = capped.length > 0 || (submits.length > 0 && dailyCapCredits !== null);
    return isAsked ? readSpending(this.#env.DB, { userId, tokenIds: [...new Set(capped)], now }) : NOTHING_SPENT;
  }

  /** Earlier jobs of the same requests. What is remembered says only where to look: files go without this being told. */
  async #reusable(userId: string, ops: Indexed[], now: number): Promise<Map<string, ReusableJob>> {
    const wanted = ops.flatMap(([, op]) => (op.kind === 'submit' && op.reuse ? [op.bodyHash] : []));
    if (wanted.length === 0) return new Map();
    this.#made ??= await readMade(this.#env.DB, userId, now);
    const hashes = new Map<string, string>();
    for (const hash of wanted) {
      const jobId = this.#made.get(hash);
      if (jobId !== undefined) hashes.set(jobId, hash);
    }
    if (hashes.size === 0) return new Map();
    const jobs = await readReusable(this.#env.DB, userId, { jobIds: [...hashes.keys()], now });
    return new Map(jobs.map((job) => [hashes.get(job.jobId) ?? '', job]));
  }

  async #commit(plan: GroupPlan): Promise<{ outcome: PostingResult }> {
    this.#writer ??= this.#env.LEDGER_WRITER.getByName(writerNameOf(plan.posting.userId, this.#env.LEDGER_WRITERS));
    try {
      return { outcome: await this.#writer.commit(plan.posting) };
    } catch (error) {
      // A stub that has met a broken object stays broken.
      this.#writer = undefined;
      logError('ledger_writer_unreachable', error);
      return { outcome: { outcome: 'unknown' } };
    }
  }

  /** What stands in the database already, for ops that were refused: a used key, a closed job, a posted id. */
  async #standing(userId: string, ops: Indexed[]): Promise<Map<number, AccountOpResult>> {
    const answers = new Map<number, AccountOpResult>();
    if (ops.length === 0) return answers;
    const standing = await readStanding(this.#env.DB, userId, {
      clientJobIds: ops.flatMap(([, op]) => (op.kind === 'submit' ? [op.clientJobId] : [])),
      jobIds: ops.flatMap(([, op]) => (op.kind === 'close' ? [op.jobId] : [])),
      ledgerIds: ops.flatMap(([, op]) => (op.kind === 'grant' || op.kind === 'expire' ? [op.id] : [])),
    });
    for (const key of standing.keys) this.#remember(key.clientJobId, key);
    for (const [index, op] of ops) {
      if (op.kind === 'close') {
        const job = standing.jobs.find((candidate) => candidate.jobId === op.jobId);
        const isLeaseLost = op.leaseToken !== null && job?.leaseToken !== op.leaseToken;
        if (!job) answers.set(index, { ok: false, code: 'not_found' });
        else if (job.closedBy === op.closeId) answers.set(index, { ok: true, closed: true, returnedCredits: 0 });
        else if (isClosed(job.status) || !op.from.includes(job.status) || isLeaseLost) {
          answers.set(index, { ok: true, closed: false, status: job.status });
        }
      } else if (op.kind === 'expire') {
        if (standing.ledgerIds.has(op.id)) answers.set(index, { ok: true, isActive: false, expiredCredits: 0 });
      } else if (op.kind === 'grant' && (op.account || standing.ledgerIds.has(op.id))) {
        const { account } = await readAccountState(this.#env.DB, userId);
        if (!account) continue;
        answers.set(index, { ok: true, repeated: true, balanceCredits: account.head.balanceCredits });
      } else if (op.kind === 'grant' && op.order) {
        const may = await readMayGive(this.#env.DB, { operatorId: op.order.operatorId, userId });
        if (!may) answers.set(index, { ok: false, code: may === undefined ? 'not_found' : 'forbidden' });
      }
    }
    return answers;
  }

  #landed(plan: GroupPlan, evicted: readonly string[]): void {
    this.#account = this.#account && { ...this.#account, head: plan.head, debts: [...plan.debts] };
    for (const [clientJobId, key] of plan.keys) this.#remember(clientJobId, key);
    for (const [jobId, hash] of plan.made) this.#made?.set(hash, jobId);
    if (this.#made && this.#made.size > MADE_MAX_REQUESTS) this.#made = undefined;
    this.#onLanded({ rows: plan.posting.rows, evicted });
  }

  #remember(clientJobId: string, { jobId, bodyHash, callbackUrl }: KnownKey): void {
    this.#knownKeys.set(clientJobId, { jobId, bodyHash, callbackUrl });
    const oldest = this.#knownKeys.keys().next().value;
    if (this.#knownKeys.size > KNOWN_KEYS_MAX && oldest !== undefined) this.#knownKeys.delete(oldest);
  }
}
