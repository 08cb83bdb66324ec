import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { BookPage, EnterpriseVerdict, OpenCounts } from '../../../worker/contract/admin-books.ts';
import { raiseAlert } from '../../../worker/services/alerts/raise-alert.ts';
import { countOpen } from '../../../worker/services/books/count-open.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { createUser, liftLimits } from '../../support/users.ts';

await liftLimits();
const operator = await createUser({ role: 'admin' });
const other = await createUser({ role: 'admin' });

const ask = async (company: string): Promise<string> => {
  const user = await createUser({ email: `${crypto.randomUUID()}@example.com` });
  const json = { company, creditsPerMonth: 1_000_000, message: 'We need much.' };
  return (await jsonOf<{ id: string }>(await api('/api/enterprise-requests', { user, json }), 201)).id;
};

const mark = (id: string, status: string, note: string, user = operator) =>
  api(`/api/admin/enterprise-requests/${id}/status`, { user, json: { status, note } });

const findRequest = async (id: string) => {
  const reply = await api('/api/admin/enterprise-requests', { user: operator });
  return (await jsonOf<BookPage<'enterprise-requests'>>(reply)).items.find((item) => item.id === id);
};

const openNow = async (): Promise<OpenCounts> => jsonOf<OpenCounts>(await api('/api/admin/open', { user: operator }));

test('PLAN-04: a request is answered with a note, by whom the row and the audit log say, and can be opened again', async () => {
  const id = await ask('A firm');
  expect(await findRequest(id)).toMatchObject({ status: 'open', note: null, admin: null, handledAt: null });
  const answered = await jsonOf<EnterpriseVerdict>(await mark(id, 'answered', 'We spoke on the phone'));
  expect(answered).toEqual({ id, status: 'answered', note: 'We spoke on the phone' });
  expect(await findRequest(id)).toMatchObject({ ...answered, admin: { id: operator.userId } });
  const entry = await env.DB.prepare(
    'SELECT action, actor_id AS actor, reason, state_before AS before, state_after AS after FROM admin_actions WHERE target_id = ?1',
  )
    .bind(id)
    .first();
  expect(entry).toEqual({
    ...{ action: 'enterprise_request_marked', actor: operator.userId, reason: 'We spoke on the phone' },
    ...{ before: '{"status":"open"}', after: '{"status":"answered"}' },
  });
  expect(await jsonOf(await mark(id, 'open', 'They wrote again'))).toMatchObject({ status: 'open' });
});

test('two operators who answer at once leave one note and one entry', async () => {
  const id = await ask('Another firm');
  const replies = await Promise.all([mark(id, 'closed', 'Mine'), mark(id, 'closed', 'His', other)]);
  const said = await Promise.all(replies.map((reply) => jsonOf<EnterpriseVerdict>(reply)));
  expect(new Set(said.map(({ note }) => note)).size).toBe(1);
  const entries = await env.DB.prepare('SELECT COUNT(*) AS n FROM admin_actions WHERE target_id = ?1')
    .bind(id)
    .first<number>('n');
  expect(entries).toBe(1);
});

test('a request that is not there is not found, and nobody but operators says how far one is', async () => {
  expect((await problemOf(await mark('no-such-request', 'closed', 'Why not'))).status).toBe(404);
  const id = await ask('A third firm');
  expect((await problemOf(await mark(id, 'closed', 'Me', await createUser()))).status).toBe(403);
  expect(await findRequest(id)).toMatchObject({ status: 'open' });
});

test('what a firm writes is no formula in the file', async () => {
  const id = await ask('=cmd|calc');
  const reply = await api('/api/admin/enterprise-requests.csv?status=open', { user: operator });
  const line = (await reply.text()).split('\r\n').find((one) => one.includes(id));
  expect(line).toContain(",'=cmd|calc,");
});

test('what waits for an operator is counted, and what was looked at no more', async () => {
  const ctx = testContext();
  const before = await openNow();
  const id = await ask('A fourth firm');
  await raiseAlert(ctx, { kind: 'file_lost', detail: { assetId: 'an-asset' } });
  expect(await openNow()).toEqual({
    ...before,
    alerts: before.alerts + 1,
    enterpriseRequests: before.enterpriseRequests + 1,
  });
  await mark(id, 'answered', 'Done');
  await jsonOf(await api('/api/admin/alerts/seen', { user: operator, json: { until: Date.now() + 60_000 } }));
  expect(await openNow()).toMatchObject({ alerts: 0, enterpriseRequests: before.enterpriseRequests });
});

test('a flood is counted up to a most', async () => {
  const rows = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150)`;
  await env.DB.prepare(
    `INSERT INTO admin_events (id, kind, detail, created_at) ${rows} SELECT 'flood-' || i, 'file_lost', '{}', 1 FROM n`,
  ).run();
  expect(await countOpen({ db: env.DB })).toMatchObject({ alerts: 100 });
});
