import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import { DELETION_GRACE_MS } from '../../worker/contract/limits.ts';
import type { Me } from '../../worker/contract/users.ts';
import { deleteAccounts } from '../../worker/crons/delete-accounts.ts';
import { createOrm } from '../../worker/db/client.ts';
import { mergePreferences } from '../../worker/services/accounts/merge-preferences.ts';
import { updateProfile } from '../../worker/services/accounts/update-profile.ts';
import { blockUser as orderBlock, unblockUser } from '../../worker/services/admin/block-user.ts';
import { callOffDeletion } from '../../worker/services/deletion/call-off-deletion.ts';
import { DELETED_NAME } from '../../worker/services/deletion/delete-account.ts';
import { planDeletion } from '../../worker/services/deletion/plan-deletion.ts';
import { KEPT_TABLES } from '../../worker/services/deletion/purge-account.ts';
import { requestEmailChange } from '../../worker/services/email-change/request-email-change.ts';
import { verifyEmailChange } from '../../worker/services/email-change/verify-email-change.ts';
import { sendDueMails } from '../../worker/services/mail/send-due-mails.ts';
import { openSession } from '../../worker/services/sessions/open-session.ts';
import { refreshSession } from '../../worker/services/sessions/refresh-session.ts';
import { requestCode } from '../../worker/services/sign-in/request-code.ts';
import { verifyCode } from '../../worker/services/sign-in/verify-code.ts';
import { testWebhook } from '../../worker/services/webhooks/test-webhook.ts';
import { api, jsonOf, problemOf } from '../support/api.ts';
import type { TestContext } from '../support/context.ts';
import { expectInvariants } from '../support/invariants.ts';
import { deliver, newJob, PAID_CREDITS, statusOf } from '../support/jobs.ts';
import { codeIn, newEmail, newPlace, withMailbox } from '../support/mailbox.ts';
import { turnOnSecondFactor } from '../support/second-factor.ts';
import { scriptedProviders, silence } from '../support/speech.ts';
import { withFaults } from '../support/storage-faults.ts';
import { balanceOf, createUser, ledgerOf, type TestUser } from '../support/users.ts';
import { ownReceiver, register } from '../support/webhooks.ts';

const client = { ip: '192.0.2.7', userAgent: 'a test' };
const SECRET_TEXT = 'Nobody else shall ever read this sentence.';

/** A mailbox, and a voice that always works. */
const setUp = () => {
  const box = withMailbox();
  return { ...box, ctx: { ...box.ctx, providers: scriptedProviders() } as TestContext };
};

const plan = (ctx: TestContext, userId: string, own: { code?: string; keepSessionId?: string } = {}) =>
  planDeletion(ctx, { userId, secondFactorCode: own.code, keepSessionId: own.keepSessionId ?? null });

/** Somebody with something in every table that knows a person. */
const richUser = async (ctx: TestContext): Promise<TestUser & { email: string; jobId: string }> => {
  const email = newEmail();
  const user = await createUser({ email });
  const { userId } = user;
  const { webhook } = await register(user, `${ownReceiver().url}?whose=ada`);
  await testWebhook(ctx, { userId, endpointId: webhook.id });
  await updateProfile(ctx, userId, { name: 'Ada Lovelace', purpose: 'other', purposeNote: 'Secret plans' });
  await mergePreferences(ctx, userId, { voiceId: 'unicorn:iris', theme: 'dark' });
  const jobId = await newJob(ctx, userId, { text: SECRET_TEXT, clientJobId: `diary-${userId}` });
  await deliver(ctx, [jobId]);
  await openSession(ctx, { userId, role: 'user', method: 'google', client });
  await turnOnSecondFactor(ctx, userId);
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO auth_identities (provider, provider_user_id, user_id, created_at) VALUES ('google', ?1, ?1, 1)`,
    ).bind(userId),
    env.DB.prepare(
      `INSERT INTO provider_keys (user_id, provider, sealed_key, hint, added_at, checked_at, is_accepted)
        VALUES (?1, 'openai', 'sealed', 'abcd', 1, 1, 1)`,
    ).bind(userId),
    env.DB.prepare(
      `INSERT INTO second_factor_challenges (id, token_hash, user_id, method, created_at, expires_at)
        VALUES (?1, 'x', ?1, 'email_code', 1, 1)`,
    ).bind(userId),
    env.DB.prepare(
      `INSERT INTO email_changes (id, user_id, email, address, code_hash, created_at, expires_at)
        VALUES (?1, ?1, ?2, 'v4:x', 'x', 1, 1)`,
    ).bind(userId, newEmail()),
    env.DB.prepare(
      `INSERT INTO uploads (id, user_id, kind, name, content_type, size_bytes, r2_key, created_at, expires_at)
        VALUES (?1, ?1, 'image', 'Ada at home.png', 'image/png', 9, ?1, 1, 1)`,
    ).bind(userId),
    env.DB.prepare(
      `INSERT INTO conversations (id, user_id, title, model, temperature, created_at, updated_at, expires_at)
        VALUES (?1, ?1, 'Ada asks', 'gpt-4o-mini', 1, 1, 1, 1)`,
    ).bind(userId),
    env.DB.prepare(
      `INSERT INTO chat_messages (id, conversation_id, user_id, ordinal, role, text, job_id, created_at)
        VALUES (?1, ?1, ?1, 1, 'user', 'Secret plans', ?2, 1)`,
    ).bind(userId, jobId),
    env.DB.prepare(
      `INSERT INTO deletion_queue (job_id, user_id, why, next_try_at, created_at) VALUES (?2, ?1, 'not_delivered', 1, 1)`,
    ).bind(userId, jobId),
    env.DB.prepare(
      `INSERT INTO deletion_ledger (id, job_id, user_id, why, attempts, files, size_bytes, marked_at, removed_at)
        VALUES (?2, ?2, ?1, 'not_delivered', 1, 1, 9, 1, 1)`,
    ).bind(userId, jobId),
    env.DB.prepare(
      `INSERT INTO orders (id, user_id, client_order_id, processor, credits, amount_minor, currency, minor_per_usd, is_demo,
          status, checkout, created_at) VALUES (?1, ?1, 'a', 'razorpay', 100, 275, 'USD', 100, 1, 'open', ?2, 1)`,
    ).bind(userId, JSON.stringify({ kind: 'page', url: 'https://example.com/?whose=ada' })),
    env.DB.prepare(
      `INSERT INTO subscriptions (id, user_id, client_subscription_id, processor, credits_per_month, period, amount_minor,
          currency, minor_per_usd, is_demo, checkout, created_at)
        VALUES (?1, ?1, 'a', 'razorpay', 1000, 'monthly', 2750, 'USD', 100, 1, 'Ada', 1)`,
    ).bind(userId),
    env.DB.prepare(
      `INSERT INTO payments (id, user_id, processor, processor_payment_id, order_id, amount_minor, currency, minor_per_usd,
          credits, is_demo, created_at) VALUES (?1, ?1, 'razorpay', ?1, ?1, 275, 'USD', 100, 0, 1, 1)`,
    ).bind(userId),
    env.DB.prepare(
      `INSERT INTO refunds (id, payment_id, user_id, processor, amount_minor, currency, status, source, owed_credits,
          created_at) VALUES (?1, ?1, ?1, 'razorpay', 275, 'USD', 'failed', 'processor', 1, 1)`,
    ).bind(userId),
    env.DB.prepare(
      `INSERT INTO credit_debts (refund_id, user_id, owed_credits, created_at) VALUES (?1, ?1, 1, 1)`,
    ).bind(userId),
    env.DB.prepare(
      `INSERT INTO billing_details (user_id, name, address, tax_id, updated_at) VALUES (?1, 'Ada', 'Ada', 'Ada', 1)`,
    ).bind(userId),
    env.DB.prepare(
      `INSERT INTO receipts (payment_id, user_id, buyer_name, buyer_email, buyer_address, seller_name, seller_address,
          seller_tax_id, created_at) VALUES (?1, ?1, 'Ada', ?2, 'Ada', 'A shop', '', '', 1)`,
    ).bind(userId, email),
    env.DB.prepare(
      `INSERT INTO enterprise_requests (id, user_id, company, credits_per_month, message, created_at)
        VALUES (?1, ?1, 'Secret plans Ltd', 1, 'Dear diary', 1)`,
    ).bind(userId),
    env.DB.prepare(
      `INSERT INTO processor_customers (processor, account, user_id, processor_customer_id)
        VALUES ('razorpay', 'a', ?1, 'cust_ada')`,
    ).bind(userId),
    env.DB.prepare(
      'UPDATE jobs SET token_id = (SELECT id FROM api_tokens WHERE user_id = ?1 LIMIT 1) WHERE user_id = ?1',
    ).bind(userId),
  ]);
  return { ...user, email, jobId };
};

/** Every table of the database that says whose a row is. */
const readOwnedTables = async (): Promise<string[]> => {
  const { results } = await env.DB.prepare(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%user_id TEXT%' ORDER BY name`,
  ).all<{ name: string }>();
  return results.map(({ name }) => name);
};
let owned: string[] = [];
beforeAll(async () => {
  owned = await readOwnedTables();
});

const rowsOf = async (userId: string): Promise<Record<string, number>> =>
  Object.fromEntries(
    await Promise.all(
      owned.map(async (table) => {
        const n = await env.DB.prepare(`SELECT COUNT(*) AS n FROM ${table} WHERE user_id = ?1`)
          .bind(userId)
          .first<number>('n');
        return [table, n ?? 0];
      }),
    ),
  );

const objectsOf = async (userId: string) => (await env.MEDIA.list({ prefix: `user_${userId}/` })).objects;

/** All that stands about somebody anywhere in the database, as one text. */
const dumpOf = async (userId: string): Promise<string> => {
  const tables = await Promise.all(
    owned.map((table) => env.DB.prepare(`SELECT * FROM ${table} WHERE user_id = ?1`).bind(userId).all()),
  );
  const own = await env.DB.prepare('SELECT * FROM users WHERE id = ?1').bind(userId).all();
  return JSON.stringify([own.results, tables.map(({ results }) => results)]);
};

const stubOf = (userId: string) =>
  env.DB.prepare(
    `SELECT email, name, is_blocked AS isBlocked, deleted_at IS NOT NULL AS isDeleted, purged_at IS NOT NULL AS isPurged
      FROM users WHERE id = ?1`,
  )
    .bind(userId)
    .first();
const GONE = { email: null, name: DELETED_NAME, isBlocked: 1, isDeleted: 1, isPurged: 1 };

/** More than a run takes. */
const STEPS_MAX = 80;

const comeDue = (ctx: TestContext) => ctx.clock.advance(DELETION_GRACE_MS);
const nextDay = (ctx: TestContext) => ctx.clock.advance(86_400_000);

test('a deletion is planned for 30 days ahead, told by mail and in the bell, and everything goes on', async () => {
  const { ctx, to } = setUp();
  const email = newEmail();
  const user = await createUser({ email });
  const before = ctx.clock.now();
  const me = await plan(ctx, user.userId);
  expect(me.deletion?.dueAt).toBeGreaterThanOrEqual(before + DELETION_GRACE_MS);
  await ctx.settled();
  expect(to(email)[0]?.subject).toMatch(/will be deleted/);
  const jobId = await newJob(ctx, user.userId);
  await deliver(ctx, [jobId]);
  expect(await statusOf(jobId)).toBe('completed');
  const list = await jsonOf<{ items: object[] }>(await api('/api/notifications', { user }));
  expect(list.items).toContainEqual(expect.objectContaining({ kind: 'deletion_planned' }));
  await deleteAccounts(ctx);
  expect(await stubOf(user.userId)).toMatchObject({ email, isDeleted: 0 });
});

test('planned twice, the first day stands and one mail goes out; the other sessions end, the asking one stays', async () => {
  const { ctx, to } = setUp();
  const email = newEmail();
  const { userId } = await createUser({ email });
  const open = async () => {
    const { refresh } = await openSession(ctx, { userId, role: 'user', method: 'email_code', client });
    return { refresh: refresh ?? '', sessionId: (refresh ?? '').split('.')[0] ?? '' };
  };
  const [here, there] = [await open(), await open()];
  const first = await plan(ctx, userId, { keepSessionId: here.sessionId });
  nextDay(ctx);
  expect((await plan(ctx, userId, { keepSessionId: here.sessionId })).deletion).toEqual(first.deletion);
  await ctx.settled();
  expect(to(email)).toHaveLength(1);
  await expect(refreshSession(ctx, there.refresh)).rejects.toMatchObject({ code: 'unauthenticated' });
  expect((await refreshSession(ctx, here.refresh)).access).toBeTruthy();
});

test('with a second factor a code of it is asked for', async () => {
  const { ctx } = setUp();
  const { userId } = await createUser();
  const authenticator = await turnOnSecondFactor(ctx, userId);
  await expect(plan(ctx, userId)).rejects.toMatchObject({ code: 'second_factor_required' });
  expect((await plan(ctx, userId, { code: authenticator.next() })).deletion).not.toBeNull();
});

test('whoever changes his mind keeps everything, and is told so', async () => {
  const { ctx, to } = setUp();
  const user = await richUser(ctx);
  const before = await rowsOf(user.userId);
  await env.DB.prepare('DELETE FROM second_factors WHERE user_id = ?1').bind(user.userId).run();
  await plan(ctx, user.userId);
  expect((await callOffDeletion(ctx, user.userId)).deletion).toBeNull();
  await ctx.settled();
  expect(to(user.email).map(({ subject }) => subject)).toContainEqual(expect.stringMatching(/account stays/));
  comeDue(ctx);
  await deleteAccounts(ctx);
  const after = await rowsOf(user.userId);
  expect(after).toMatchObject({ jobs: before.jobs, assets: before.assets, generations: before.generations });
  expect(await stubOf(user.userId)).toMatchObject({ email: user.email, name: 'Ada Lovelace', isDeleted: 0 });
  await expectInvariants();
});

test('over HTTP: planned, shown, and called off', async () => {
  const user = await createUser();
  const planned = await jsonOf<Me>(await api('/api/users/me/deletion', { user, json: {} }));
  expect(planned.deletion?.dueAt).toBeGreaterThan(Date.now());
  const kept = await jsonOf<Me>(await api('/api/users/me/deletion', { method: 'DELETE', user }));
  expect(kept.deletion).toBeNull();
  expect((await jsonOf<Me>(await api('/api/users/me/deletion', { method: 'DELETE', user }))).deletion).toBeNull();
});

test('on the day nothing is left but the books: no name, no text, no file, no way in', async () => {
  const { ctx, to } = setUp();
  const user = await richUser(ctx);
  const { userId, email } = user;
  const rich = await rowsOf(userId);
  expect(Object.entries(rich).filter(([table, n]) => n === 0 && table !== 'outgoing_mails')).toEqual([]);
  const books = { balance: await balanceOf(userId), ledger: await ledgerOf(userId) };
  await env.DB.prepare('UPDATE users SET deletion_due_at = ?2, deletion_requested_at = 1 WHERE id = ?1')
    .bind(userId, ctx.clock.now())
    .run();
  await requestCode(ctx, { email, address: newPlace() });
  const signInCode = codeIn(to(email).at(-1));
  await deleteAccounts(ctx);
  nextDay(ctx);
  await deleteAccounts(ctx);

  expect(await stubOf(userId)).toEqual(GONE);
  const left = Object.entries(await rowsOf(userId)).filter(([, n]) => n > 0);
  expect(left.map(([table]) => table).sort()).toEqual([...KEPT_TABLES].sort());
  expect(await objectsOf(userId)).toEqual([]);
  const dump = await dumpOf(userId);
  for (const trace of [SECRET_TEXT, email, 'Ada', 'whose=ada', 'Secret plans', 'diary', 'unicorn:iris', '192.0.2.7']) {
    expect(dump).not.toContain(trace);
  }
  expect({ balance: await balanceOf(userId), ledger: await ledgerOf(userId) }).toEqual(books);
  expect((await problemOf(await api('/api/users/me', { user }))).status).toBe(401);
  expect((await problemOf(await api('/api/users/me', { user, via: 'cookie' }))).code).toBe('account_blocked');
  await expect(verifyCode(ctx, { email, fingerprint: newPlace(), code: signInCode })).rejects.toMatchObject({
    code: 'validation_failed',
  });
  await sendDueMails(ctx);
  expect(to(email).at(-1)?.subject).toMatch(/is deleted/);
  await expectInvariants(ctx.clock.now());
});

test('the address is free again, and opens another account', async () => {
  const { ctx, to } = setUp();
  const email = newEmail();
  const { userId } = await createUser({ email });
  await plan(ctx, userId);
  comeDue(ctx);
  await deleteAccounts(ctx);
  await requestCode(ctx, { email, address: newPlace() });
  const arrival = await verifyCode(ctx, { email, fingerprint: newPlace(), code: codeIn(to(email).at(-1)) });
  expect(arrival.isNew).toBe(true);
  expect(arrival.userId).not.toBe(userId);
});

test('F67: a job that waits is refunded, one in the making is stopped, and what it puts down late is removed', async () => {
  const { ctx } = setUp();
  const { userId } = await createUser({ credits: 100 });
  await plan(ctx, userId);
  comeDue(ctx);
  const waiting = await newJob(ctx, userId);
  let began = () => {};
  const underWay = new Promise<void>((resolve) => {
    began = resolve;
  });
  let finish = () => {};
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const slow = scriptedProviders(async ({ number }) => {
    began();
    await ended;
    return silence(number);
  });
  const running = await newJob(ctx, userId);
  const consumer = deliver({ ...ctx, clock: { ...ctx.clock, now: Date.now }, providers: slow }, [running]);
  await underWay;
  await deleteAccounts(ctx);
  expect(await statusOf(waiting)).toBe('canceled');
  expect(await statusOf(running)).toBe('canceled');
  expect(await balanceOf(userId)).toBe(100 - PAID_CREDITS);
  expect(await objectsOf(userId)).toEqual([]);
  finish();
  await consumer;
  nextDay(ctx);
  await deleteAccounts(ctx);
  expect(await objectsOf(userId)).toEqual([]);
  expect(await stubOf(userId)).toEqual(GONE);
  await expectInvariants(ctx.clock.now());
});

test('F43: run twice at once, or not for days, it ends the same, and each account by itself', async () => {
  const { ctx } = setUp();
  const people = await Promise.all([1, 2, 3].map(() => createUser({ email: newEmail() })));
  for (const { userId } of people) await plan(ctx, userId);
  comeDue(ctx);
  for (let day = 0; day < 5; day += 1) nextDay(ctx);
  await Promise.all([deleteAccounts(ctx), deleteAccounts(ctx)]);
  nextDay(ctx);
  await deleteAccounts(ctx);
  await deleteAccounts(ctx);
  for (const { userId } of people) expect(await stubOf(userId)).toEqual(GONE);
  const mails = await env.DB.prepare("SELECT COUNT(*) AS n FROM outgoing_mails WHERE kind = 'account_deleted'").first();
  expect(mails?.n).toBeGreaterThanOrEqual(people.length);
  await expectInvariants(ctx.clock.now());
});

test('a run that dies at any of its steps is finished by the next', async () => {
  let stepsToDieAt = 0;
  for (let step = 1; step <= STEPS_MAX; step += 1) {
    const { ctx } = setUp();
    const { userId } = await createUser({ email: newEmail() });
    await deliver(ctx, [await newJob(ctx, userId)]);
    await plan(ctx, userId);
    comeDue(ctx);
    const fault = step % 2 === 0 ? 'die_before' : 'die_after';
    const dying = withFaults(ctx, ({ number }) => (number === step ? fault : undefined), createOrm);
    await deleteAccounts(dying).catch(() => undefined);
    const reached = dying.storage.isDead();
    await deleteAccounts(ctx);
    nextDay(ctx);
    await deleteAccounts(ctx);
    expect(await stubOf(userId), `died at step ${step}`).toEqual(GONE);
    expect(await objectsOf(userId), `died at step ${step}`).toEqual([]);
    stepsToDieAt = step;
    if (!reached) break;
  }
  expect(stepsToDieAt).toBeGreaterThan(15);
  expect(stepsToDieAt).toBeLessThan(STEPS_MAX);
  await expectInvariants(Date.now() + DELETION_GRACE_MS);
});

test('a change of mind at the last moment holds, or comes too late: never half of each', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { ctx } = setUp();
    const email = newEmail();
    const { userId } = await createUser({ email });
    await plan(ctx, userId);
    comeDue(ctx);
    await Promise.allSettled([deleteAccounts(ctx), callOffDeletion(ctx, userId)]);
    nextDay(ctx);
    await deleteAccounts(ctx);
    const stub = await stubOf(userId);
    if (stub?.isDeleted) expect(stub).toEqual(GONE);
    else expect(stub).toMatchObject({ email, isBlocked: 0 });
  }
});

test('an account that cannot be ended is told to the operators and holds up no other', async () => {
  const { ctx } = setUp();
  const people = await Promise.all([1, 2].map(() => createUser()));
  for (const { userId } of people) await plan(ctx, userId);
  comeDue(ctx);
  const [stuck, other] = people.map(({ userId }) => userId);
  const bucket = new Proxy(ctx.bucket, {
    get: (target, name) => (options: R2ListOptions) => {
      if (name === 'list' && options.prefix === `user_${stuck}/`) throw new Error('the bucket does not answer');
      return Reflect.apply(Reflect.get(target, name), target, [options]);
    },
  });
  await deleteAccounts({ ...ctx, bucket });
  nextDay(ctx);
  await deleteAccounts({ ...ctx, bucket });
  expect(await stubOf(stuck ?? '')).toMatchObject({ isDeleted: 1, isPurged: 0 });
  expect(await stubOf(other ?? '')).toEqual(GONE);
  const alerts = await env.DB.prepare("SELECT detail FROM admin_events WHERE kind = 'account_not_deleted'").all<{
    detail: string;
  }>();
  expect(alerts.results.some(({ detail }) => detail.includes(stuck ?? ''))).toBe(true);
});

test('the last superadmin stays; with another one he may go', async () => {
  const { ctx } = setUp();
  await env.DB.prepare("UPDATE users SET role = 'admin' WHERE role = 'superadmin'")
    .run()
    .catch(() => undefined);
  const [one, two] = [await createUser({ role: 'superadmin' }), await createUser({ role: 'superadmin' })];
  expect((await plan(ctx, one.userId)).deletion).not.toBeNull();
  await expect(plan(ctx, two.userId)).rejects.toMatchObject({ code: 'forbidden' });
});

test('no operator brings a deleted account back to life', async () => {
  const { ctx } = setUp();
  const operator = await createUser({ role: 'superadmin' });
  const { userId } = await createUser({ email: newEmail() });
  await plan(ctx, userId);
  comeDue(ctx);
  await deleteAccounts(ctx);
  const order = {
    operatorId: operator.userId,
    userId,
    reason: 'A test',
    origin: { ip: '192.0.2.1', userAgent: '', requestId: 'r' },
  };
  await expect(unblockUser(ctx, order)).rejects.toMatchObject({ code: 'not_found' });
  await expect(orderBlock(ctx, order)).rejects.toMatchObject({ code: 'not_found' });
  const revive = env.DB.prepare('UPDATE users SET is_blocked = 0 WHERE id = ?1').bind(userId).run();
  await expect(revive).rejects.toThrow(/account_deleted/);
});

test('an account with a planned end can still change its address, and the last mail goes to the new one', async () => {
  const { ctx, to } = setUp();
  const { userId } = await createUser({ email: newEmail() });
  await plan(ctx, userId);
  const email = newEmail();
  await requestEmailChange(ctx, { userId, email, address: newPlace(), secondFactorCode: undefined });
  await verifyEmailChange(ctx, { userId, email, code: codeIn(to(email).at(-1)) });
  comeDue(ctx);
  await deleteAccounts(ctx);
  await sendDueMails(ctx);
  expect(to(email).at(-1)?.subject).toMatch(/is deleted/);
});
