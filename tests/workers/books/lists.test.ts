import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { BOOK_NAMES, type BookName, type BookPage } from '../../../worker/contract/admin-books.ts';
import { giveCredits } from '../../../worker/services/admin/give-credits.ts';
import { raiseAlert } from '../../../worker/services/alerts/raise-alert.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { checkoutOf, chooseAtRazorpay, deliverAbout, orderCredits } from '../../support/payments.ts';
import { createUser, liftLimits, type TestUser } from '../../support/users.ts';

await liftLimits();
const operator = await createUser({ role: 'admin' });
const superadmin = await createUser({ role: 'superadmin' });

const list = async <Name extends BookName>(name: Name, query: Record<string, string> = {}): Promise<BookPage<Name>> =>
  jsonOf<BookPage<Name>>(await api(`/api/admin/${name}?${new URLSearchParams(query)}`, { user: operator }));

const csvOf = async (name: BookName, query: Record<string, string> = {}): Promise<string[]> => {
  const reply = await api(`/api/admin/${name}.csv?${new URLSearchParams(query)}`, { user: operator });
  expect(reply.headers.get('Content-Disposition')).toMatch(/^attachment; filename="ozvena-[a-z-]+-[\d-]{10}\.csv"$/);
  return (await reply.text()).trimEnd().split('\r\n');
};

/** Somebody who has ordered twice and paid once. */
const buyer = async (): Promise<{ user: TestUser; paidId: string; openId: string }> => {
  const user = await createUser({ credits: 0, email: `${crypto.randomUUID()}@example.com` });
  const paid = await orderCredits(user, { credits: 400 });
  await chooseAtRazorpay(checkoutOf(paid), 'pay');
  await deliverAbout(paid.processorOrderId ?? '');
  const open = await orderCredits(user, { credits: 100, processor: 'wayforpay' });
  return { user, paidId: paid.id, openId: open.id };
};

test.each(BOOK_NAMES)('%s is a list and a file, for operators alone', async (name) => {
  expect((await list(name)).nextCursor === undefined).toBe(false);
  expect((await csvOf(name))[0]).toMatch(/^time,id,/);
  const user = await createUser();
  for (const path of [`/api/admin/${name}`, `/api/admin/${name}.csv`])
    expect((await problemOf(await api(path, { user }))).status).toBe(403);
});

test('orders are narrowed by who, how they stand, processor and time, and each page goes on where the last one ended', async () => {
  const { user, paidId, openId } = await buyer();
  const ids = async (query: Record<string, string>) =>
    (await list('orders', { user: user.userId, ...query })).items.map(({ id }) => id);
  expect(await ids({})).toEqual([openId, paidId]);
  expect(await ids({ status: 'paid' })).toEqual([paidId]);
  expect(await ids({ processor: 'wayforpay' })).toEqual([openId]);
  expect(await ids({ demo: 'false' })).toEqual([]);
  expect(await ids({ to: '1000' })).toEqual([]);
  const first = await list('orders', { user: user.userId, limit: '1' });
  const second = await list('orders', { user: user.userId, limit: '1', cursor: first.nextCursor ?? '' });
  expect([first.items[0]?.id, second.items[0]?.id, second.nextCursor]).toEqual([openId, paidId, null]);
  expect(second.items[0]).toMatchObject({ status: 'paid', receivedCredits: 400, amountMinor: 1_100, isDemo: true });
});

test('somebody is found by the e-mail address as well', async () => {
  const { user, paidId } = await buyer();
  const email = await env.DB.prepare('SELECT email FROM users WHERE id = ?1').bind(user.userId).first<string>('email');
  const { items } = await list('payments', { user: email ?? '', status: 'credited' });
  expect(items).toMatchObject([
    { user: { id: user.userId, email }, orderId: paidId, credits: 400, status: 'credited' },
  ]);
});

test('the CSV holds what the filter means, and nothing in it is a formula', async () => {
  const user = await createUser();
  const order = {
    operatorId: superadmin.userId,
    userId: user.userId,
    origin: { ip: '192.0.2.1', userAgent: '', requestId: 'r' },
  };
  await giveCredits(testContext(), {
    ...order,
    kind: 'gift',
    clientGiftId: 'a',
    credits: 7,
    reason: '=HYPERLINK("x")',
  });
  await giveCredits(testContext(), { ...order, kind: 'adjustment', clientGiftId: 'b', credits: -2, reason: 'A slip' });
  const lines = await csvOf('given', { user: user.userId, status: 'gift' });
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain(`"'=HYPERLINK(""x"")"`);
  const { items } = await list('given', { user: user.userId });
  expect(items.map(({ kind, changeCredits, admin }) => [kind, changeCredits, admin?.id])).toEqual([
    ['adjustment', -2, superadmin.userId],
    ['gift', 7, superadmin.userId],
  ]);
});

test('a file goes on beyond what is read at once', async () => {
  const user = await createUser();
  await env.DB.prepare(
    `INSERT INTO orders (id, user_id, client_order_id, processor, credits, amount_minor, currency, minor_per_usd, is_demo,
        created_at) SELECT 'many-' || value, ?1, 'many-' || value, 'whitepay', 100, 275, 'USD', 100, 1, 1700000000000 + value / 3
      FROM json_each(?2)`,
  )
    .bind(user.userId, JSON.stringify(Array.from({ length: 2_050 }, (_, at) => at)))
    .run();
  const lines = await csvOf('orders', { user: user.userId });
  expect(lines).toHaveLength(2_051);
  expect(new Set(lines.map((line) => line.split(',')[1])).size).toBe(2_051);
});

test('a cursor of somebody’s making, an unknown status and an unknown field are refused', async () => {
  for (const query of ['cursor=bm8', 'status=stolen', 'colour=red']) {
    const problem = await problemOf(await api(`/api/admin/orders?${query}`, { user: operator }));
    expect(problem.status, query).toBeGreaterThanOrEqual(400);
    expect(problem.status, query).toBeLessThan(500);
  }
});

test('alerts are ticked off up to a moment, by whom the row says', async () => {
  const ctx = testContext();
  await raiseAlert(ctx, { kind: 'file_lost', detail: { assetId: 'an-asset' } });
  const until = ctx.clock.now();
  ctx.clock.advance(5);
  await raiseAlert(ctx, { kind: 'file_lost', detail: { assetId: 'a-later-one' } });
  const see = async () =>
    jsonOf<{ seen: number }>(await api('/api/admin/alerts/seen', { user: operator, json: { until } }));
  expect((await see()).seen).toBeGreaterThanOrEqual(1);
  expect(await see()).toEqual({ seen: 0 });
  const unseen = (await list('alerts', { status: 'unseen' })).items;
  expect(unseen.map(({ facts }) => facts)).toEqual([{ assetId: 'a-later-one' }]);
  const seen = (await list('alerts', { status: 'seen' })).items.find(({ facts }) => facts.assetId === 'an-asset');
  expect(seen).toMatchObject({ kind: 'file_lost', admin: { id: operator.userId } });
});

test('EVT-08: the feed holds purchases and alerts, the latest first', async () => {
  const { user } = await buyer();
  await raiseAlert(testContext(), { kind: 'mail_given_up', detail: { mailId: 'a-mail' } });
  const { items } = await jsonOf<{ items: { kind: string; at: number; user: { id: string } | null; facts: object }[] }>(
    await api('/api/admin/feed', { user: operator }),
  );
  expect(items[0]).toMatchObject({ kind: 'alert', user: null, facts: { alert: 'mail_given_up', mailId: 'a-mail' } });
  expect(items.find((item) => item.user?.id === user.userId)).toMatchObject({
    kind: 'purchase',
    facts: { processor: 'razorpay', amountMinor: 1_100, currency: 'USD', credits: 400, isDemo: true },
  });
  expect(items.map(({ at }) => at)).toEqual(items.map(({ at }) => at).sort((a, b) => b - a));
});
