import { env } from 'cloudflare:workers';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { mergePreferences } from '../../worker/services/accounts/merge-preferences.ts';
import { updateProfile } from '../../worker/services/accounts/update-profile.ts';
import { EXPORT_TABLES, NOT_EXPORTED } from '../../worker/services/export/export-tables.ts';
import { toCsv } from '../../worker/services/export/read-rows.ts';
import { openSession } from '../../worker/services/sessions/open-session.ts';
import { testWebhook } from '../../worker/services/webhooks/test-webhook.ts';
import { api, bytesOf, jsonOf } from '../support/api.ts';
import { testContext } from '../support/context.ts';
import { encodePng } from '../support/images.ts';
import { deliver, newJob } from '../support/jobs.ts';
import { newEmail } from '../support/mailbox.ts';
import { turnOnSecondFactor } from '../support/second-factor.ts';
import { scriptedProviders } from '../support/speech.ts';
import { complete, sendAll } from '../support/uploads.ts';
import { createUser, type TestUser } from '../support/users.ts';
import { ownReceiver, register } from '../support/webhooks.ts';

type Rows = Record<string, unknown>[];

/** The export as another program reads it: a ZIP reader that is not the writer. */
const readExport = async (user: TestUser) => {
  const reply = await api('/api/users/me/export.zip', { user });
  expect(reply.status).toBe(200);
  expect(reply.headers.get('Content-Type')).toBe('application/zip');
  expect(reply.headers.get('Content-Disposition')).toMatch(/^attachment; filename="ozvena-\d{4}-\d\d-\d\d\.zip"$/);
  const files = unzipSync(await bytesOf(reply));
  const text = (name: string) => new TextDecoder().decode(files[name]);
  return { files, text, rows: (name: string): Rows => JSON.parse(text(name)) };
};

const hex = async (bytes: Uint8Array): Promise<string> =>
  Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');

const setUp = async (jobs = 2) => {
  const ctx = testContext({ providers: scriptedProviders() });
  const user = await createUser({ email: newEmail() });
  const jobIds: string[] = [];
  for (let at = 0; at < jobs; at += 1) {
    const jobId = await newJob(ctx, user.userId, { text: `Sentence ${at}, "quoted", with a comma.` });
    await deliver(ctx, [jobId]);
    jobIds.push(jobId);
  }
  return { ctx, user, jobIds };
};

test('an export holds the profile, every row and every file, byte for byte', async () => {
  const { ctx, user, jobIds } = await setUp();
  const { userId } = user;
  await updateProfile(ctx, userId, { name: 'Ada', purpose: 'podcast' });
  await mergePreferences(ctx, userId, { theme: 'dark', speed: 1.5 });
  await openSession(ctx, { userId, role: 'user', method: 'google', client: { ip: '192.0.2.9', userAgent: 'curl/8' } });
  const { files, rows, text } = await readExport(user);

  expect(JSON.parse(text('profile.json'))).toMatchObject({ id: userId, name: 'Ada', purpose: 'podcast' });
  expect(JSON.parse(text('preferences.json'))).toEqual({ theme: 'dark', speed: 1.5 });
  expect(rows('jobs.json').map(({ jobId }) => jobId)).toEqual(jobIds);
  expect(rows('jobs.json')[0]).toMatchObject({ params: { text: 'Sentence 0, "quoted", with a comma.' } });
  const ledger = await jsonOf<{ items: { id: string; hash: string }[] }>(await api('/api/ledger?limit=100', { user }));
  expect(rows('ledger.json').map(({ hash }) => hash)).toEqual(ledger.items.map(({ hash }) => hash).reverse());
  expect(text('ledger.csv').trimEnd().split('\r\n')).toHaveLength(1 + ledger.items.length);
  expect(rows('login-history.json')).toMatchObject([{ method: 'google', ip: '192.0.2.9' }]);
  expect(rows('notifications.json')).toHaveLength(2);
  expect(rows('generations.json')).toHaveLength(2);

  const { media } = JSON.parse(text('manifest.json')) as {
    media: { name: string; sha256: string; sizeBytes: number }[];
  };
  expect(media).toHaveLength(4);
  expect(
    Object.keys(files)
      .filter((name) => name.startsWith('media/'))
      .sort(),
  ).toEqual(media.map(({ name }) => name).sort());
  for (const { name, sha256, sizeBytes } of media) {
    const bytes = files[name] ?? new Uint8Array();
    expect([bytes.byteLength, await hex(bytes)], name).toEqual([sizeBytes, sha256]);
  }
});

test('what somebody has sent is in his export, what was refused is not', async () => {
  const user = await createUser({ email: newEmail() });
  const bytes = encodePng();
  const picture = { kind: 'image', contentType: 'image/png', bytes, name: 'Ada at home.png' } as const;
  const { uploadId } = await sendAll(user, picture);
  expect((await complete(user, uploadId)).status).toBe(200);
  const refused = await sendAll(user, { ...picture, bytes: encodePng({ widthPx: 9 }) });
  expect((await complete(user, refused.uploadId)).status).toBe(422);
  const { files, rows, text } = await readExport(user);
  expect(files[`media/sent/${uploadId}.png`]).toEqual(bytes);
  expect(Object.keys(files).filter((name) => name.startsWith('media/'))).toHaveLength(1);
  expect(rows('uploads.json')).toMatchObject([{ id: uploadId, name: 'Ada at home.png' }, { status: 'refused' }]);
  expect(JSON.parse(text('manifest.json'))).toMatchObject({ media: [{ uploadId, sha256: await hex(bytes) }] });
});

test('of every table that knows a person each row is in the export, or it is said why not', async () => {
  const { ctx, user } = await setUp(1);
  await turnOnSecondFactor(ctx, user.userId);
  const { webhook } = await register(user, ownReceiver().url);
  await testWebhook(ctx, { userId: user.userId, endpointId: webhook.id });
  const { results } = await env.DB.prepare(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%user_id TEXT%'`,
  ).all<{ name: string }>();
  const known = new Set([...EXPORT_TABLES.map(({ table }) => table), ...Object.keys(NOT_EXPORTED)]);
  expect(results.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
  const { rows } = await readExport(user);
  for (const { table, file } of EXPORT_TABLES) {
    const n = await env.DB.prepare(`SELECT COUNT(*) AS n FROM ${table} WHERE user_id = ?1`)
      .bind(user.userId)
      .first<number>('n');
    expect(rows(`${file}.json`), table).toHaveLength(n ?? -1);
  }
});

test('no secret is in it: no hash of a token or a session, nothing sealed', async () => {
  const { ctx, user } = await setUp(1);
  const { userId } = user;
  const client = { ip: '192.0.2.9', userAgent: '' };
  const { refresh } = await openSession(ctx, { userId, role: 'user', method: 'email_code', client });
  const authenticator = await turnOnSecondFactor(ctx, userId);
  const { secret } = await register(user, ownReceiver().url);
  const secrets = await env.DB.prepare(
    `SELECT token_hash AS value FROM api_tokens WHERE user_id = ?1 UNION ALL
      SELECT refresh_hash FROM sessions WHERE user_id = ?1 UNION ALL
      SELECT sealed_secret FROM second_factors WHERE user_id = ?1 UNION ALL
      SELECT sealed_secret FROM webhook_secrets WHERE user_id = ?1 UNION ALL
      SELECT code_hash FROM recovery_codes WHERE user_id = ?1`,
  )
    .bind(userId)
    .all<{ value: string }>();
  expect(secrets.results.length).toBeGreaterThan(12);
  const { files } = await readExport(user);
  const all = Object.values(files)
    .map((bytes) => new TextDecoder('latin1').decode(bytes))
    .join('\n');
  const spoken = [secret, user.token, refresh ?? '', authenticator.secret, ...authenticator.recoveryCodes];
  for (const secret of [...secrets.results.map(({ value }) => value), ...spoken]) expect(all).not.toContain(secret);
});

test('nothing of anybody else is in it', async () => {
  const [{ user }, { user: other, jobIds: theirs }] = [await setUp(1), await setUp(1)];
  const { files } = await readExport(user);
  const all = Object.entries(files)
    .map(([name, bytes]) => name + new TextDecoder('latin1').decode(bytes))
    .join('\n');
  for (const foreign of [other.userId, ...theirs]) expect(all).not.toContain(foreign);
});

test('an account without anything has an export of empty lists', async () => {
  const user = await createUser();
  const { rows, text } = await readExport(user);
  expect(rows('jobs.json')).toEqual([]);
  expect(rows('ledger.json')).toHaveLength(1);
  expect(JSON.parse(text('manifest.json'))).toMatchObject({ media: [] });
});

test('more rows than one page are all there, in order', async () => {
  const user = await createUser();
  await env.DB.prepare(
    `INSERT INTO notifications (id, user_id, kind, title, created_at)
      WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1249)
      SELECT ?1 || '-' || i, ?1, 'job_failed', 'x', i FROM n`,
  )
    .bind(user.userId)
    .run();
  const { rows } = await readExport(user);
  expect(rows('notifications.json').map(({ createdAt }) => createdAt)).toEqual(
    Array.from({ length: 1_250 }, (_, at) => at),
  );
});

test('a file that is gone is named as missing, one that was removed is not there', async () => {
  const { user, jobIds } = await setUp(2);
  const [lost, hidden] = jobIds;
  const key = await env.DB.prepare("SELECT r2_key AS key FROM assets WHERE job_id = ?1 AND kind = 'final'")
    .bind(lost ?? '')
    .first<string>('key');
  await env.MEDIA.delete(key ?? '');
  await env.DB.prepare('UPDATE assets SET is_deleted = 1 WHERE job_id = ?1')
    .bind(hidden ?? '')
    .run();
  const { files, text } = await readExport(user);
  const { media } = JSON.parse(text('manifest.json')) as { media: { jobId: string; leftOut?: string }[] };
  expect(media.map(({ jobId, leftOut }) => [jobId, leftOut !== undefined]).sort()).toEqual([
    [lost, false],
    [lost, true],
  ]);
  expect(Object.keys(files).filter((name) => name.startsWith('media/'))).toHaveLength(1);
});

test('a cell that a spreadsheet would run stays text', async () => {
  const pages = (async function* () {
    yield [{ a: '=HYPERLINK("http://evil")', b: -3, c: 'two\nlines', d: null }];
  })();
  let csv = '';
  for await (const piece of toCsv(['a', 'b', 'c', 'd'], pages)) csv += piece;
  expect(csv).toBe('a,b,c,d\r\n"\'=HYPERLINK(""http://evil"")",-3,"two\nlines",\r\n');
});
