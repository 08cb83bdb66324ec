import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { LoginList } from '../../worker/contract/identity.ts';
import { WORK_EXCERPT_CHARS } from '../../worker/contract/limits.ts';
import type { NotificationList } from '../../worker/contract/notifications.ts';
import type { Preferences } from '../../worker/contract/preferences.ts';
import { ProviderError } from '../../worker/providers/provider.ts';
import { mergePreferences } from '../../worker/services/accounts/merge-preferences.ts';
import { giveUpJob } from '../../worker/services/jobs/give-up-job.ts';
import { sendDueMails } from '../../worker/services/mail/send-due-mails.ts';
import { openSession } from '../../worker/services/sessions/open-session.ts';
import { api, jsonOf, problemOf } from '../support/api.ts';
import { testContext } from '../support/context.ts';
import { expectInvariants } from '../support/invariants.ts';
import { countFor, deliver, newJob } from '../support/jobs.ts';
import { type Mailbox, newEmail, withMailbox } from '../support/mailbox.ts';
import { scriptedProviders } from '../support/speech.ts';
import { createUser, type TestUser } from '../support/users.ts';

const listOf = async (user: TestUser, query = ''): Promise<NotificationList> =>
  jsonOf<NotificationList>(await api(`/api/notifications${query}`, { user }));

/** Somebody whose jobs are done by a scripted voice, and who wishes to hear of them in his own way. */
const setUp = async (wishes: Preferences['notifications'] = {}) => {
  const box = withMailbox();
  const ctx = { ...box.ctx, providers: scriptedProviders() };
  const email = newEmail();
  const user = await createUser({ email });
  if (Object.keys(wishes).length > 0) await mergePreferences(ctx, user.userId, { notifications: wishes });
  return { ...box, ctx, email, user };
};

const runJob = async ({ ctx, user }: Awaited<ReturnType<typeof setUp>>): Promise<string> => {
  const jobId = await newJob(ctx, user.userId);
  await deliver(ctx, [jobId]);
  return jobId;
};

/** Sends what waits for this reader, whatever else waits in the file's database. */
const mailsTo = async ({ ctx, to, email }: Pick<Mailbox, 'ctx' | 'to'> & { email: string }) => {
  await sendDueMails(ctx);
  return to(email);
};

test('a finished job stands in the bell by default, and no mail goes out', async () => {
  const it = await setUp();
  const jobId = await runJob(it);
  expect((await listOf(it.user)).items).toMatchObject([{ kind: 'job_completed', jobId, readAt: null }]);
  expect(await mailsTo(it)).toEqual([]);
  await expectInvariants();
});

test('a line tells what the job makes and how that begins which was asked for', async () => {
  const it = await setUp();
  const jobId = await newJob(it.ctx, it.user.userId, { text: `Rain fell.\n${'On and on. '.repeat(40)}` });
  await deliver(it.ctx, [jobId]);
  const [line] = (await listOf(it.user)).items;
  expect(line).toMatchObject({ work: { module: 'tts' }, payment: null });
  expect(line?.work?.excerpt).toMatch(/^Rain fell\. On and on\./);
  expect(line?.work?.excerpt).toHaveLength(WORK_EXCERPT_CHARS);
});

test('who has switched a kind off has no such line, and still hears of the others', async () => {
  const it = await setUp({ job_completed: { bell: false } });
  const done = await runJob(it);
  expect(await countFor('notifications', done)).toBe(0);
  const failed = await newJob(it.ctx, it.user.userId);
  await giveUpJob(it.ctx, failed);
  expect((await listOf(it.user)).items).toMatchObject([{ kind: 'job_failed', jobId: failed }]);
});

test('who wants mails gets one for each finished job, in his language, with a way to the job', async () => {
  const it = await setUp({ job_completed: { email: true } });
  await mergePreferences(it.ctx, it.user.userId, { locale: 'uk' });
  const jobId = await runJob(it);
  const [mail, ...others] = await mailsTo(it);
  expect(others).toEqual([]);
  expect(mail?.subject).toBe('Ваше замовлення готове');
  expect(mail?.text).toContain(`/studio/jobs/${jobId}`);
  expect(mail?.html).toContain('lang="uk"');
  expect(await mailsTo(it)).toHaveLength(1);
});

test('a mail that cannot be sent waits longer each time, and is sent once when the vendor is back', async () => {
  const it = await setUp({ job_completed: { email: true } });
  await runJob(it);
  let calls = 0;
  const down = {
    ...it.ctx,
    mailer: {
      send: () => {
        calls += 1;
        return Promise.reject(new ProviderError('resend', 'unavailable', 'HTTP 503'));
      },
    },
  };
  await sendDueMails(down);
  await sendDueMails(down);
  expect(calls).toBe(1);
  it.ctx.clock.advance(60_000);
  await sendDueMails(down);
  it.ctx.clock.advance(60_000);
  await sendDueMails(down);
  expect(calls).toBe(2);
  it.ctx.clock.advance(60_000);
  expect(await mailsTo(it)).toHaveLength(1);
});

test('a mail that goes nowhere for more than a day is given up, and the operators are told', async () => {
  const it = await setUp({ job_completed: { email: true } });
  await runJob(it);
  const mailer = { send: () => Promise.reject(new ProviderError('resend', 'rejected', 'HTTP 422')) };
  for (let tries = 0; tries < 20; tries += 1) {
    await sendDueMails({ ...it.ctx, mailer });
    it.ctx.clock.advance(6 * 3_600_000);
  }
  const left = await env.DB.prepare('SELECT 1 FROM outgoing_mails WHERE recipient = ?1').bind(it.email).first();
  expect(left).toBeNull();
  const alert = await env.DB.prepare("SELECT detail FROM admin_events WHERE kind = 'mail_given_up'").first<{
    detail: string;
  }>();
  expect(alert?.detail).not.toContain(it.email);
});

test('two runs at once send no mail twice', async () => {
  const it = await setUp({ job_completed: { email: true } });
  await runJob(it);
  await Promise.all([1, 2, 3, 4].map(() => sendDueMails(it.ctx)));
  expect(it.to(it.email)).toHaveLength(1);
});

test('settings of a kind that is no matter of choice, or of a channel that is none, are refused', async () => {
  const user = await createUser();
  for (const notifications of [{ email_changed: { bell: false } }, { job_failed: { sms: true } }]) {
    const reply = await api('/api/users/me/preferences', { method: 'PATCH', user, json: { notifications } });
    expect((await problemOf(reply)).errors?.[0]?.code).toBe('unknown_key');
  }
});

/** Lines in the bell, written behind the product's back. */
const fill = async (user: TestUser, lines: number): Promise<string[]> => {
  const ids = Array.from({ length: lines }, (_, at) => `${user.userId}-${String(at).padStart(3, '0')}`);
  await env.DB.batch(
    ids.map((id, at) =>
      env.DB.prepare(
        "INSERT INTO notifications (id, user_id, kind, title, created_at) VALUES (?1, ?2, 'job_failed', 'x', ?3)",
      ).bind(id, user.userId, 1_000 + Math.floor(at / 2)),
    ),
  );
  return ids.reverse();
};

test('the list is read page by page, each line once, also where several are of one moment', async () => {
  const user = await createUser();
  const ids = await fill(user, 25);
  const seen: string[] = [];
  for (let cursor: string | null = '', pages = 0; cursor !== null; pages += 1) {
    const page: NotificationList = await listOf(user, `?limit=7${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    expect(page.unread).toBe(25);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
    expect(pages).toBeLessThan(5);
  }
  expect(seen).toEqual(ids);
  expect((await problemOf(await api('/api/notifications?cursor=nonsense', { user }))).code).toBe('malformed_cursor');
});

test('one line is marked as seen once and for all, or all of them; never another’s', async () => {
  const [user, other] = [await createUser(), await createUser()];
  const [first] = await fill(user, 3);
  const read = (who: TestUser, path: string) => api(`/api/notifications/${path}`, { method: 'POST', user: who });
  expect((await read(other, `${first}/read`)).status).toBe(404);
  expect((await listOf(user)).unread).toBe(3);
  expect((await read(user, `${first}/read`)).status).toBe(204);
  const { items, unread } = await listOf(user);
  expect(unread).toBe(2);
  const seenAt = items[0]?.readAt;
  expect((await read(user, `${first}/read`)).status).toBe(204);
  expect((await listOf(user)).items[0]?.readAt).toBe(seenAt);
  await read(other, 'read');
  expect((await listOf(user)).unread).toBe(2);
  await read(user, 'read');
  expect((await listOf(user)).unread).toBe(0);
});

test('AUTH-08: every sign-in stands in the history with its device and place, newest first, page by page', async () => {
  const ctx = testContext();
  const [user, other] = [await createUser(), await createUser()];
  const agents = ['Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0', 'curl/8.5.0', 'Mozilla/5.0 (iPhone) Safari/604.1'];
  for (const [at, userAgent] of agents.entries()) {
    ctx.clock.advance(1_000);
    const client = { ip: `192.0.2.${at}`, userAgent };
    const method = at === 1 ? 'google' : 'email_code';
    await openSession(ctx, { userId: user.userId, role: 'user', method, client });
  }
  const page = async (query: string) => jsonOf<LoginList>(await api(`/api/login-history${query}`, { user }));
  const first = await page('?limit=2');
  expect(first.items).toMatchObject([
    { device: 'Safari on iPhone', ip: '192.0.2.2', method: 'email_code', isCurrent: false },
    { device: 'curl', ip: '192.0.2.1', method: 'google' },
  ]);
  const second = await page(`?limit=2&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
  expect(second.items.map(({ device }) => device)).toEqual(['Firefox on Linux']);
  expect(second.nextCursor).toBeNull();
  expect((await jsonOf<LoginList>(await api('/api/login-history', { user: other }))).items).toEqual([]);
});
