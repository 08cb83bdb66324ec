import { abortAllDurableObjects } from 'cloudflare:test';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SIGNUPS_WITH_GRANT } from '../../../worker/contract/limits.ts';
import type { CloseResult, GrantResult, SubmitResult } from '../../../worker/ledger/account-ops.ts';
import { findBroken } from '../../support/invariants.ts';
import { statusOf } from '../../support/jobs.ts';
import { seedOf } from '../../support/property.ts';
import { accountOf, newUserId, openUser, stateOf } from '../../support/users.ts';

const OPENING_CREDITS = 40;
/** A place from which so many accounts were opened that the next begin without their grant. */
const CROWDED = 'a crowded place';

type ModelJob = {
  id: string;
  key: string;
  bodyHash: string;
  cost: number;
  status: 'queued' | 'failed' | 'completed' | 'canceled';
};
/** What the account ought to be, in a few lines without a database. */
type Model = { balance: number; hasSignup: boolean; jobs: ModelJob[]; grants: Map<string, number> };
/** The real thing: an account's object over the writer over D1. */
type Real = { userId: string };
type Step = fc.AsyncCommand<Model, Real>;

const submitReal = (
  real: Real,
  job: { id: string; key: string; bodyHash: string; cost: number },
): Promise<SubmitResult> =>
  accountOf(real.userId).submit(real.userId, {
    jobId: job.id,
    clientJobId: job.key,
    bodyHash: job.bodyHash,
    module: 'tts',
    modelId: 'unicorn',
    provider: 'unicorn',
    params: '{}',
    costs: [{ provider: 'unicorn', credits: job.cost }],
    priceVersion: 'v',
    rounds: 1,
    callbackUrl: null,
    demo: { operator: true, own: true },
    reuse: false,
    token: null,
    sync: null,
    allowance: null,
    isHeavy: false,
    parentJobId: null,
  });

/** What a submit ought to answer, and what it does to the model. */
const submitModel = (model: Model, job: { id: string; key: string; bodyHash: string; cost: number }): object => {
  const known = model.jobs.find((candidate) => candidate.key === job.key);
  if (known) {
    return known.bodyHash === job.bodyHash
      ? { ok: true, replayed: true, jobId: known.id }
      : { ok: false, code: 'idempotency_conflict' };
  }
  if (job.cost > model.balance) {
    return { ok: false, code: 'insufficient_credits', costCredits: job.cost, balanceCredits: model.balance };
  }
  model.balance -= job.cost;
  model.jobs.push({ ...job, status: 'queued' });
  return { ok: true, replayed: false, jobId: job.id, balanceCredits: model.balance };
};

class Submit implements Step {
  constructor(
    readonly key: number,
    readonly cost: number,
    readonly body: number,
  ) {}
  check = () => true;
  async run(model: Model, real: Real): Promise<void> {
    const job = { id: crypto.randomUUID(), key: `k${this.key}`, bodyHash: `b${this.body}`, cost: this.cost };
    const expected = submitModel(model, job);
    expect(await submitReal(real, job)).toMatchObject(expected);
  }
  toString = () => `submit k${this.key} b${this.body} for ${this.cost}`;
}

/** Several at once: who of them comes first is not said, but what they are together is. */
class SubmitMany implements Step {
  constructor(readonly costs: readonly number[]) {}
  check = () => true;
  async run(model: Model, real: Real): Promise<void> {
    const jobs = this.costs.map((cost) => ({ id: crypto.randomUUID(), key: crypto.randomUUID(), bodyHash: 'b', cost }));
    const results = await Promise.all(jobs.map((job) => submitReal(real, job)));
    results.forEach((result, index) => {
      const job = jobs[index];
      if (!job || !result.ok) return;
      model.balance -= job.cost;
      model.jobs.push({ ...job, status: 'queued' });
    });
    expect(model.balance).toBeGreaterThanOrEqual(0);
    const refused = jobs.filter((_, index) => results[index]?.ok === false);
    for (const job of refused) expect(job.cost).toBeGreaterThan(model.balance);
  }
  toString = () => `submit at once for ${this.costs.join(', ')}`;
}

class Close implements Step {
  constructor(
    readonly pick: number,
    readonly how: 'refund' | 'keep' | 'settle',
    readonly used: number,
    readonly times: number,
  ) {}
  check = (model: Readonly<Model>) => model.jobs.length > 0;
  async run(model: Model, real: Real): Promise<void> {
    const job = model.jobs[this.pick % model.jobs.length];
    if (!job) return;
    const to = ({ refund: 'failed', keep: 'canceled', settle: 'completed' } as const)[this.how];
    const attempt = (): Promise<CloseResult> =>
      accountOf(real.userId).close(real.userId, {
        closeId: crypto.randomUUID(),
        jobId: job.id,
        userId: real.userId,
        from: ['queued'],
        leaseToken: null,
        to,
        errorCode: null,
        errorMessage: null,
        finals:
          to === 'completed'
            ? [
                {
                  id: crypto.randomUUID(),
                  userId: real.userId,
                  jobId: job.id,
                  kind: 'final',
                  ordinal: 1,
                  r2Key: `model/${job.id}`,
                  contentType: 'audio/mpeg',
                  sizeBytes: 1,
                  sha256: 'x',
                  durationMs: 1,
                  title: null,
                  contentHash: null,
                  captions: null,
                  widthPx: null,
                  heightPx: null,
                  createdAt: 1,
                  expiresAt: 2,
                },
              ]
            : [],
        generation: null,
        notification: null,
        timing: null,
        madeFrom: null,
        money: this.how === 'settle' ? { kind: 'settle', usedCredits: this.used } : { kind: this.how },
      });
    const results = await Promise.all(Array.from({ length: this.times }, attempt));
    const wasOpen = job.status === 'queued';
    const back =
      this.how === 'refund' ? job.cost : this.how === 'settle' ? Math.max(0, job.cost - Math.max(0, this.used)) : 0;
    if (wasOpen) {
      model.balance += back;
      job.status = to;
    }
    const landed = results.filter((result) => result.ok && result.closed);
    expect(landed).toEqual(wasOpen ? [{ ok: true, closed: true, returnedCredits: back }] : []);
    const others = results.filter((result) => !(result.ok && result.closed));
    for (const other of others) expect(other).toEqual({ ok: true, closed: false, status: job.status });
  }
  toString = () => `close #${this.pick} by ${this.how} ${this.used} ×${this.times}`;
}

class Grant implements Step {
  constructor(
    readonly id: number,
    readonly credits: number,
  ) {}
  check = () => true;
  async run(model: Model, real: Real): Promise<void> {
    const id = `${real.userId}:grant-${this.id}`;
    const isRepeated = model.grants.has(id);
    const result: GrantResult = await accountOf(real.userId).grant(real.userId, {
      id,
      grantKind: this.credits < 0 ? 'expiry' : 'monthly_grant',
      changeCredits: this.credits,
      account: null,
    });
    if (!isRepeated && model.balance + this.credits < 0) {
      expect(result).toEqual({ ok: false, code: 'insufficient_credits', balanceCredits: model.balance });
      return;
    }
    if (!isRepeated) {
      model.grants.set(id, this.credits);
      model.balance += this.credits;
    }
    // A repeated id that would overdraw today is refused before it is looked for; nothing changes either way.
    if (isRepeated && !result.ok) expect(model.balance + this.credits).toBeLessThan(0);
    else expect(result).toEqual({ ok: true, repeated: isRepeated, balanceCredits: model.balance });
  }
  toString = () => `grant ${this.id} of ${this.credits}`;
}

/** The grant that comes with the account, or has waited since: one, however often it is asked for. */
class ClaimSignup implements Step {
  constructor(readonly times: number) {}
  check = () => true;
  async run(model: Model, { userId }: Real): Promise<void> {
    const ask = () =>
      accountOf(userId).grant(userId, {
        id: `${userId}:signup`,
        grantKind: 'signup_grant',
        changeCredits: OPENING_CREDITS,
        account: null,
      });
    const results = await Promise.all(Array.from({ length: this.times }, ask));
    if (!model.hasSignup) model.balance += OPENING_CREDITS;
    const fresh = results.filter((result) => result.ok && !result.repeated);
    expect(fresh).toHaveLength(model.hasSignup ? 0 : 1);
    model.hasSignup = true;
    for (const result of results) expect(result).toMatchObject({ ok: true, balanceCredits: model.balance });
  }
  toString = () => `claim the signup grant ×${this.times}`;
}

/** The objects lose all they remember. */
class Crash implements Step {
  check = () => true;
  async run(): Promise<void> {
    await abortAllDurableObjects();
  }
  toString = () => 'crash';
}

const steps = fc.commands(
  [
    fc
      .tuple(fc.nat(12), fc.integer({ min: 0, max: 15 }), fc.nat(1))
      .map(([key, cost, body]): Step => new Submit(key, cost, body)),
    fc
      .array(fc.integer({ min: 1, max: 15 }), { minLength: 2, maxLength: 6 })
      .map((costs): Step => new SubmitMany(costs)),
    fc
      .tuple(
        fc.nat(30),
        fc.constantFrom('refund' as const, 'keep' as const, 'settle' as const),
        fc.integer({ min: -3, max: 20 }),
        fc.integer({ min: 1, max: 3 }),
      )
      .map(([at, how, used, times]): Step => new Close(at, how, used, times)),
    fc.tuple(fc.nat(6), fc.integer({ min: -20, max: 20 })).map(([id, credits]): Step => new Grant(id, credits)),
    fc.integer({ min: 1, max: 3 }).map((times): Step => new ClaimSignup(times)),
    fc.constant<Step>(new Crash()),
  ],
  { maxCommands: 40 },
);

test('an account behaves like its model, whatever is asked of it in whatever order', async () => {
  const seed = seedOf('ledger model');
  for (let count = 0; count < SIGNUPS_WITH_GRANT; count += 1) await openUser(newUserId(), { fingerprint: CROWDED });
  await fc.assert(
    fc.asyncProperty(fc.boolean(), steps, async (isHeld, commands) => {
      const userId = newUserId('model');
      await openUser(userId, { credits: OPENING_CREDITS, ...(isHeld ? { fingerprint: CROWDED } : {}) });
      const balance = isHeld ? 0 : OPENING_CREDITS;
      const model: Model = { balance, hasSignup: !isHeld, jobs: [], grants: new Map() };
      await fc.asyncModelRun(() => ({ model, real: { userId } }), commands);
      expect(await stateOf(userId)).toMatchObject({ credits: model.balance, jobs: model.jobs.length });
      for (const job of model.jobs) expect(await statusOf(job.id)).toBe(job.status);
    }),
    { numRuns: 60, seed, endOnFailure: true },
  );
  // The model's files are rows alone: what the bucket would say of them is another test's matter.
  expect((await findBroken()).filter((finding) => !finding.invariant.startsWith('I7'))).toEqual([]);
}, 90_000);
