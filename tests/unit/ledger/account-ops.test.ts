import { expect, test } from 'vitest';
import type { AccountOp, CloseOp, GrantOp, KnownKey, SubmitOp } from '../../../worker/ledger/account-ops.ts';
import { planGroup } from '../../../worker/ledger/plan-group.ts';
import type { AccountState } from '../../../worker/ledger/read.ts';
import { NOTHING_SPENT, type Spent } from '../../../worker/ledger/spending.ts';
import type { TakeBackTerms } from '../../../worker/ledger/take-back.ts';

const NOW = 1_800_000_000_000;

const submit = (jobId: string, own: Partial<SubmitOp> = {}): SubmitOp => ({
  kind: 'submit',
  jobId,
  clientJobId: `key-${jobId}`,
  bodyHash: 'body',
  module: 'tts',
  modelId: 'unicorn',
  provider: 'unicorn',
  params: '{}',
  costs: [{ provider: 'unicorn', credits: 10 }],
  priceVersion: 'v',
  rounds: 1,
  callbackUrl: null,
  demo: { operator: true, own: true },
  reuse: true,
  token: null,
  sync: null,
  allowance: null,
  isHeavy: false,
  parentJobId: null,
  ...own,
});

const close = (jobId: string, money: CloseOp['money']): CloseOp => ({
  kind: 'close',
  closeId: `close-${jobId}`,
  jobId,
  userId: 'u',
  from: ['queued'],
  leaseToken: null,
  to: 'failed',
  errorCode: null,
  errorMessage: null,
  finals: [],
  generation: null,
  notification: null,
  timing: null,
  madeFrom: null,
  money,
});

const grant = (id: string, changeCredits: number, account: GrantOp['account'] = null): GrantOp => ({
  kind: 'grant',
  id,
  grantKind: account ? 'signup_grant' : 'monthly_grant',
  changeCredits,
  account,
});

const account = (balanceCredits: number, own: Partial<AccountState> = {}): AccountState => ({
  head: { seq: 1, balanceCredits, hash: 'h' },
  role: 'user',
  isBlocked: false,
  ownKeys: [],
  dailyCapCredits: null,
  debts: [],
  ...own,
});

const plan = (
  ops: AccountOp[],
  state: AccountState | undefined,
  own: {
    knownKeys?: Map<string, KnownKey>;
    charges?: Map<string, number>;
    spent?: Spent;
    freeUsed?: Map<string, number>;
    lastActivityAt?: number;
    takings?: Map<string, TakeBackTerms>;
  } = {},
) =>
  planGroup(
    ops.map((op, index) => [index, op] as const),
    {
      userId: 'u',
      account: state,
      averages: new Map([['unicorn', { previewMs: 100, finalMs: 200 }]]),
      knownKeys: new Map(),
      charges: new Map(),
      spent: NOTHING_SPENT,
      reusable: new Map(),
      freeUsed: new Map(),
      takings: new Map(),
      lastActivityAt: 0,
      now: NOW,
      ...own,
    },
  );

test('a token spends up to its cap and not a credit more, also within one group', () => {
  const token = { id: 't', capCredits: 25, dailyCapCredits: null };
  const spentBefore = (allCredits: number) => ({
    spent: { todayCredits: 0, tokens: new Map([['t', { allCredits, todayCredits: 0 }]]) },
  });
  const ops = [submit('a', { token }), submit('b', { token }), submit('c', { token: null })];
  const { posting, onLanded, decided } = plan(ops, account(100), spentBefore(6));
  expect(posting.jobs).toMatchObject([
    { id: 'a', tokenId: 't' },
    { id: 'c', tokenId: null },
  ]);
  // Whether b is over the cap depends on a, which has not landed yet.
  expect(onLanded.get(1)).toEqual({ ok: false, code: 'token_cap_reached', costCredits: 10, leftCredits: 9 });
  expect(decided.size).toBe(0);
  const exact = plan([submit('d', { token })], account(100), spentBefore(15));
  expect(exact.posting.jobs).toHaveLength(1);
  const spent = plan([submit('e', { token })], account(100), spentBefore(25));
  expect(spent.decided.get(0)).toMatchObject({ code: 'token_cap_reached', leftCredits: 0 });
});

const DAY_END = Date.UTC(2027, 0, 16);

test('an account spends up to its cap of the day and not a credit more, also within one group', () => {
  const capped = account(100, { dailyCapCredits: 25 });
  const spent = { todayCredits: 6, tokens: new Map() };
  const { posting, onLanded } = plan([submit('a'), submit('b'), submit('c', { costs: [] })], capped, { spent });
  // What costs nothing is above no cap.
  expect(posting.jobs.map(({ id }) => id)).toEqual(['a', 'c']);
  expect(onLanded.get(1)).toEqual({
    ok: false,
    code: 'daily_cap_reached',
    capOf: 'account',
    costCredits: 10,
    capCredits: 25,
    spentCredits: 16,
    endsAt: DAY_END,
  });
  const exact = plan([submit('d')], capped, { spent: { ...spent, todayCredits: 15 } });
  expect(exact.posting.jobs).toHaveLength(1);
  const lowered = plan([submit('e')], capped, { spent: { ...spent, todayCredits: 90 } });
  expect(lowered.decided.get(0)).toMatchObject({ code: 'daily_cap_reached', spentCredits: 90 });
});

test('a token has a cap of its day of its own, and the account’s holds for all of them together', () => {
  const one = { id: 'one', capCredits: null, dailyCapCredits: 15 };
  const other = { ...one, id: 'other' };
  const ops = [submit('a', { token: one }), submit('b', { token: one }), submit('c', { token: other })];
  const alone = plan(ops, account(100));
  expect(alone.posting.jobs.map(({ id }) => id)).toEqual(['a', 'c']);
  expect(alone.onLanded.get(1)).toMatchObject({ code: 'daily_cap_reached', capOf: 'token', capCredits: 15 });
  const together = plan(ops, account(100, { dailyCapCredits: 19 }));
  expect(together.posting.jobs.map(({ id }) => id)).toEqual(['a']);
  expect(together.onLanded.get(2)).toMatchObject({ code: 'daily_cap_reached', capOf: 'account', spentCredits: 10 });
});

test('what is left of the day pays first, also within one group; the rest has its price', () => {
  const allowance = { units: 2, freePerDay: 4, creditsPerUnit: 5 };
  const ops = ['a', 'b', 'c'].map((id) => submit(id, { module: 'image', allowance }));
  const { posting } = plan(ops, account(100), { freeUsed: new Map([['image', 1]]) });
  expect(posting.jobs.map(({ freeUnits, costCredits }) => [freeUnits, costCredits])).toEqual([
    [2, 0],
    [1, 5],
    [0, 10],
  ]);
  const other = plan([submit('d', { module: 'text', allowance })], account(100), { freeUsed: new Map([['image', 9]]) });
  expect(other.posting.jobs).toMatchObject([{ freeUnits: 2, costCredits: 0 }]);
});

test('an administrator, who pays nothing, uses up no allowance', () => {
  const allowance = { units: 1, freePerDay: 5, creditsPerUnit: 10 };
  const { posting } = plan([submit('a', { allowance })], { ...account(0), role: 'admin' });
  expect(posting.jobs).toMatchObject([{ freeUnits: 0, costCredits: 0 }]);
});

test('a submit charges, inserts its job, and answers only once it has landed', () => {
  const { posting, onLanded, decided, head } = plan([submit('a')], account(25));
  expect(posting.rows).toMatchObject([{ id: 'a:charge', kind: 'charge', changeCredits: -10, seq: 2, prevHash: 'h' }]);
  expect(posting.jobs).toMatchObject([{ id: 'a', status: 'queued', costCredits: 10, deadlineAt: NOW + 15 * 60_000 }]);
  expect(decided.size).toBe(0);
  expect(onLanded.get(0)).toMatchObject({ ok: true, replayed: false, jobId: 'a', balanceCredits: 15 });
  expect(head.balanceCredits).toBe(15);
});

test('a group spends one balance: what it no longer covers is refused, what still fits is not', () => {
  const ops = [submit('a'), submit('b', { costs: [{ provider: 'unicorn', credits: 100 }] }), submit('c')];
  const { posting, onLanded } = plan(ops, account(20));
  expect(posting.jobs.map((job) => job.id)).toEqual(['a', 'c']);
  expect(onLanded.get(1)).toMatchObject({ ok: false, code: 'insufficient_credits', balanceCredits: 10 });
  expect(onLanded.get(2)).toMatchObject({ ok: true, balanceCredits: 0 });
});

test('a refusal that depends on nothing to come is decided at once', () => {
  const { decided, posting } = plan([submit('a')], account(9));
  expect(decided.get(0)).toEqual({ ok: false, code: 'insufficient_credits', costCredits: 10, balanceCredits: 9 });
  expect(posting.rows).toEqual([]);
});

test('a refund in the same group pays for the submit after it', () => {
  const ops = [close('old', { kind: 'refund' }), submit('new')];
  const { posting, onLanded } = plan(ops, account(0), { charges: new Map([['old', 10]]) });
  expect(posting.rows.map((row) => [row.kind, row.balanceAfterCredits])).toEqual([
    ['refund', 10],
    ['charge', 0],
  ]);
  expect(onLanded.get(1)).toMatchObject({ ok: true, balanceCredits: 0 });
});

test('a known key answers without a posting; with another body it is a conflict', () => {
  const knownKeys = new Map([['key-a', { jobId: 'first', bodyHash: 'body', callbackUrl: null }]]);
  const ops = [submit('a'), submit('a', { bodyHash: 'another', callbackUrl: null })];
  const { decided, posting } = plan(ops, account(50), { knownKeys });
  expect(decided.get(0)).toEqual({ ok: true, replayed: true, jobId: 'first' });
  expect(decided.get(1)).toEqual({ ok: false, code: 'idempotency_conflict' });
  expect(posting.rows).toEqual([]);
});

test('a key used twice in one group is one job', () => {
  const ops = [
    submit('a'),
    submit('b', { clientJobId: 'key-a' }),
    submit('c', { clientJobId: 'key-a', bodyHash: 'x', callbackUrl: null }),
  ];
  const { onLanded, posting } = plan(ops, account(50));
  expect(posting.jobs).toHaveLength(1);
  expect(onLanded.get(1)).toEqual({ ok: true, replayed: true, jobId: 'a' });
  expect(onLanded.get(2)).toEqual({ ok: false, code: 'idempotency_conflict' });
});

test('a blocked account gets nothing made, and an unknown one is not found', () => {
  expect(plan([submit('a')], account(50, { isBlocked: true })).decided.get(0)).toMatchObject({
    code: 'account_blocked',
  });
  expect(plan([submit('a')], undefined).decided.get(0)).toMatchObject({ code: 'not_found' });
  expect(plan([grant('g', 5)], undefined).decided.get(0)).toMatchObject({ code: 'not_found' });
});

test.each(['admin', 'superadmin'] as const)('an %s pays 0, with a row that says so', (role) => {
  const { posting } = plan([submit('a')], account(0, { role }));
  expect(posting.rows).toMatchObject([{ kind: 'charge', changeCredits: 0 }]);
  expect(posting.jobs).toMatchObject([{ costCredits: 0, priority: 1 }]);
});

test.each([
  ['user', 0],
  ['paid', 1],
] as const)('PRI: a job of role %s has priority %i', (role, priority) => {
  expect(plan([submit('a')], account(50, { role })).posting.jobs[0]?.priority).toBe(priority);
});

test.each([
  [4, 6],
  [10, 0],
  [11, 0],
  [1e15, 0],
  [-5, 10],
])('a settlement for %d used of 10 returns %i', (usedCredits, returned) => {
  const { onLanded, posting } = plan([close('a', { kind: 'settle', usedCredits })], account(0), {
    charges: new Map([['a', 10]]),
  });
  expect(onLanded.get(0)).toEqual({ ok: true, closed: true, returnedCredits: returned });
  expect(posting.rows[0]?.changeCredits).toBe(returned);
});

test('a refund of a job that was never charged is not found', () => {
  expect(plan([close('a', { kind: 'refund' })], account(0)).decided.get(0)).toEqual({ ok: false, code: 'not_found' });
});

test('a close that keeps the charge writes no row', () => {
  const { posting, onLanded } = plan([close('a', { kind: 'keep' })], account(0));
  expect(posting.rows).toEqual([]);
  expect(posting.closes).toMatchObject([{ jobId: 'a', ledgerId: null, at: NOW }]);
  expect(onLanded.get(0)).toEqual({ ok: true, closed: true, returnedCredits: 0 });
});

test('an account is opened with its first grant, and opening it again is a repetition', () => {
  const opened = { email: null, name: 'n', role: 'user', fingerprint: 'f', token: null };
  expect(plan([grant('g', 5_000, opened)], undefined).posting.account).toEqual({ ...opened, createdAt: NOW });
  expect(plan([grant('g', 5_000, opened)], account(7)).decided.get(0)).toEqual({
    ok: true,
    repeated: true,
    balanceCredits: 7,
  });
});

test('nothing is built on an account that is being opened: whether its grant comes is not known yet', () => {
  const opened = { email: null, name: 'n', role: 'user', fingerprint: 'f', token: null };
  const ops = [submit('a'), grant('g', 5_000, opened), submit('b'), grant('h', 1)];
  const { posting, decided, onLanded, deferred } = plan(ops, undefined);
  expect(decided.get(0)).toMatchObject({ code: 'not_found' });
  expect(posting.rows.map((row) => row.id)).toEqual(['g']);
  expect([...onLanded.keys()]).toEqual([1]);
  expect(deferred).toEqual([2, 3]);
});

test('of two ends of one job in a group only the first is planned; the other waits for what becomes of it', () => {
  const ops = [close('a', { kind: 'refund' }), close('a', { kind: 'keep' }), close('b', { kind: 'keep' })];
  const { posting, onLanded, deferred } = plan(ops, account(0), { charges: new Map([['a', 10]]) });
  expect(posting.closes.map((one) => one.jobId)).toEqual(['a', 'b']);
  expect([...onLanded.keys()]).toEqual([0, 2]);
  expect(deferred).toEqual([1]);
});

test('of two grants with one id in a group only the first is planned', () => {
  const { posting, deferred } = plan([grant('g', 5), grant('g', 5), grant('h', 1)], account(0));
  expect(posting.rows.map((row) => row.id)).toEqual(['g', 'h']);
  expect(deferred).toEqual([1]);
});

const expire = (idleSince: number): AccountOp => ({ kind: 'expire', id: `u:expiry-${idleSince}`, idleSince });

test('an expiry takes the whole balance of who was idle since then, and of nobody else', () => {
  const idle = plan([expire(NOW)], account(70), { lastActivityAt: NOW });
  expect(idle.posting.rows).toMatchObject([{ kind: 'expiry', changeCredits: -70, balanceAfterCredits: 0 }]);
  expect(idle.onLanded.get(0)).toEqual({ ok: true, isActive: false, expiredCredits: 70 });
  const active = plan([expire(NOW)], account(70), { lastActivityAt: NOW + 1 });
  expect(active.posting.rows).toEqual([]);
  expect(active.decided.get(0)).toEqual({ ok: true, isActive: true, expiredCredits: 0 });
  const empty = plan([expire(NOW)], account(0), { lastActivityAt: NOW });
  expect(empty.decided.get(0)).toEqual({ ok: true, isActive: false, expiredCredits: 0 });
});

test('F45: who spends before it in the same commit keeps the rest; who spends after it has nothing to spend', () => {
  const before = plan([submit('a'), expire(NOW)], account(70), { lastActivityAt: NOW });
  expect(before.posting.rows.map(({ kind, changeCredits }) => [kind, changeCredits])).toEqual([['charge', -10]]);
  expect(before.onLanded.get(1)).toEqual({ ok: true, isActive: true, expiredCredits: 0 });
  const after = plan([expire(NOW), submit('a')], account(70), { lastActivityAt: NOW });
  expect(after.posting.rows.map(({ kind, changeCredits }) => [kind, changeCredits])).toEqual([['expiry', -70]]);
  expect(after.onLanded.get(1)).toMatchObject({ ok: false, code: 'insufficient_credits', balanceCredits: 0 });
});

test('a month’s grant in the same commit is no use of the account: it expires with the rest', () => {
  const both = plan([grant('u:month-1', 5), expire(NOW)], account(70), { lastActivityAt: NOW });
  expect(both.posting.rows.map(({ kind, changeCredits }) => [kind, changeCredits])).toEqual([
    ['monthly_grant', 5],
    ['expiry', -75],
  ]);
});

const debt = (refundId: string, openCredits: number) => ({
  refundId,
  provider: 'razorpay',
  orderId: `pay_${refundId}`,
  openCredits,
});
const takeBack = (refundId: string): AccountOp => ({ kind: 'take_back', refundId });
/** All of a payment of so many credits; `own` says what of it is a part. */
const taking = (refundId: string, credits: number, own: Partial<TakeBackTerms> = {}): [string, TakeBackTerms] => [
  refundId,
  {
    ...{ paymentId: refundId, provider: 'razorpay', orderId: `pay_${refundId}`, credits, amountMinor: 900 },
    ...{ refundMinor: 900, refundedMinor: 0, returnedCredits: 0, made: null },
    ...own,
  },
];

test('what a payment gave is taken back; what of it is spent is owed, and the balance never below zero', () => {
  const { posting, onLanded, debts } = plan([takeBack('r')], account(30), { takings: new Map([taking('r', 100)]) });
  expect(posting.rows.map(({ kind, changeCredits }) => [kind, changeCredits])).toEqual([['payment_refund', -30]]);
  expect(posting.returns).toMatchObject([{ refundId: 'r', takenCredits: 30, owedCredits: 70 }]);
  expect(debts).toEqual([debt('r', 70)]);
  expect(onLanded.get(0)).toMatchObject({ ok: true, takenCredits: 30, owedCredits: 70, balanceCredits: 0 });
});

test('a refund is taken back once, also when it is asked for twice in one group', () => {
  const { posting, deferred } = plan([takeBack('r'), takeBack('r')], account(100), {
    takings: new Map([taking('r', 10)]),
  });
  expect(posting.rows).toHaveLength(1);
  expect(deferred).toEqual([1]);
});

test('one that is made already is told again and takes nothing', () => {
  const made = { takenCredits: 7, owedCredits: 3 };
  const { posting, decided } = plan([takeBack('r')], account(40), { takings: new Map([taking('r', 10, { made })]) });
  expect(posting.rows).toEqual([]);
  expect(decided.get(0)).toEqual({ ok: true, repeated: true, ...made, balanceCredits: 40 });
});

test('parts of one payment in one group take together what they are worth together, to the credit', () => {
  const part = { paymentId: 'p', refundMinor: 300 };
  const takings = new Map([taking('r', 100, part), taking('s', 100, part), taking('t', 100, part)]);
  const { posting } = plan([takeBack('r'), takeBack('s'), takeBack('t')], account(1_000), { takings });
  expect(posting.rows.map(({ changeCredits }) => changeCredits)).toEqual([-33, -33, -34]);
});

test('while something is owed nothing new is taken on, not even what is free', () => {
  const free = submit('b', { costs: [{ provider: 'unicorn', credits: 0 }] });
  const { decided } = plan([submit('a'), free], account(1_000, { debts: [debt('r', 7)] }));
  expect([decided.get(0), decided.get(1)]).toEqual([
    { ok: false, code: 'credits_owed', owedCredits: 7 },
    { ok: false, code: 'credits_owed', owedCredits: 7 },
  ]);
});

test('whatever comes clears what is owed, the oldest first, in rows of its own', () => {
  const state = account(0, { debts: [debt('r', 30), debt('s', 50)] });
  const { posting, debts, onLanded } = plan([grant('g', 60)], state);
  expect(posting.rows.map(({ kind, changeCredits }) => [kind, changeCredits])).toEqual([
    ['monthly_grant', 60],
    ['payment_refund', -30],
    ['payment_refund', -30],
  ]);
  expect(posting.clearings.map(({ refundId, credits }) => [refundId, credits])).toEqual([
    ['r', 30],
    ['s', 30],
  ]);
  expect(debts).toEqual([debt('s', 20)]);
  expect(onLanded.get(0)).toMatchObject({ ok: true, balanceCredits: 0 });
  expect(new Set(posting.rows.map(({ id }) => id)).size).toBe(3);
});

test('a job that is given back while something is owed clears it too', () => {
  const state = account(0, { debts: [debt('r', 4)] });
  const { posting, debts } = plan([close('a', { kind: 'refund' })], state, { charges: new Map([['a', 10]]) });
  expect(posting.rows.map(({ kind, changeCredits }) => [kind, changeCredits])).toEqual([
    ['refund', 10],
    ['payment_refund', -4],
  ]);
  expect(debts).toEqual([]);
});

test('an order that clears the debt lets the next one in the same group through', () => {
  const state = account(0, { debts: [debt('r', 5)] });
  const { posting, onLanded } = plan([grant('g', 20), submit('a')], state);
  expect(posting.rows.map(({ changeCredits }) => changeCredits)).toEqual([20, -5, -10]);
  expect(onLanded.get(1)).toMatchObject({ ok: true, balanceCredits: 5 });
});
