import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { api, bytesOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { deliver, newJob } from '../../support/jobs.ts';
import { scriptedProviders, silence, vendorError, wholeOf } from '../../support/speech.ts';
import { createUser } from '../../support/users.ts';

const FILE = await wholeOf(silence(7));
const SIZE = FILE.byteLength;

/** A finished file of a user, and its path. */
const arrange = async () => {
  const user = await createUser();
  const ctx = testContext({ providers: scriptedProviders(() => silence(7)) });
  const jobId = await newJob(ctx, user.userId);
  await deliver(ctx, [jobId]);
  const row = await env.DB.prepare("SELECT id, sha256, r2_key AS key FROM assets WHERE job_id = ?1 AND kind = 'final'")
    .bind(jobId)
    .first<{ id: string; sha256: string; key: string }>();
  if (!row) throw new Error('the job left no file');
  const get = (headers: Record<string, string> = {}, init: { method?: string; query?: string } = {}) =>
    api(`/api/assets/${row.id}${init.query ?? ''}`, { user, headers, method: init.method ?? 'GET' });
  return { ...row, get, user, jobId, etag: `"${row.sha256}"` };
};

test('a file comes whole, with its type, length, tag and name', async () => {
  const { get, etag } = await arrange();
  const reply = await get();
  expect(reply.status).toBe(200);
  expect(reply.headers.get('Content-Type')).toBe('audio/mpeg');
  expect(reply.headers.get('ETag')).toBe(etag);
  expect(reply.headers.get('Accept-Ranges')).toBe('bytes');
  expect(reply.headers.get('Content-Length')).toBe(String(SIZE));
  expect(reply.headers.get('Cache-Control')).toMatch(/^private/);
  expect(reply.headers.get('Content-Disposition')).toMatch(/^inline; filename="ozvena-final-\d+\.mp3"$/);
  expect(await bytesOf(reply)).toEqual(FILE);
});

test('with download=1 it is an attachment that is called by its words', async () => {
  const { get } = await arrange();
  const reply = await get({}, { query: '?download=1' });
  const disposition = reply.headers.get('Content-Disposition');
  expect(disposition).toMatch(/^attachment; filename="ozvena-final-\d+\.mp3"; /);
  expect(disposition).toMatch(/filename\*=UTF-8''Ozvena%20speaks\.%20Ozvena[^"]*\.mp3$/);
  await reply.body?.cancel();
  expect((await problemOf(await get({}, { query: '?download=yes' }))).status).toBe(422);
  expect((await problemOf(await get({}, { query: '?path=/etc/passwd' }))).status).toBe(422);
});

test.each<[string, number, number]>([
  ['bytes=0-0', 0, 0],
  ['bytes=0-99', 0, 99],
  ['bytes=100-', 100, SIZE - 1],
  ['bytes=-10', SIZE - 10, SIZE - 1],
  [`bytes=-${SIZE * 2}`, 0, SIZE - 1],
  [`bytes=5-${SIZE * 2}`, 5, SIZE - 1],
  [`bytes=${SIZE - 1}-`, SIZE - 1, SIZE - 1],
])('the range %s is bytes %i to %i', async (range, first, last) => {
  const { get } = await arrange();
  const reply = await get({ Range: range });
  expect(reply.status).toBe(206);
  expect(reply.headers.get('Content-Range')).toBe(`bytes ${first}-${last}/${SIZE}`);
  expect(await bytesOf(reply)).toEqual(FILE.slice(first, last + 1));
});

test.each([`bytes=${SIZE}-`, `bytes=${SIZE * 3}-${SIZE * 4}`, 'bytes=-0'])(
  'the range %s lies beyond',
  async (range) => {
    const { get } = await arrange();
    const problem = await problemOf(await get({ Range: range }));
    expect([problem.status, problem.code]).toEqual([416, 'range_not_satisfiable']);
  },
);

test.each(['bytes=5-2', 'bytes=0-1,4-5', 'lines=1-2', 'bytes=a-b', 'bytes=-', 'bytes'])(
  'the range “%s” may be left alone: the whole file comes',
  async (range) => {
    const { get } = await arrange();
    const reply = await get({ Range: range });
    expect(reply.status).toBe(200);
    expect((await bytesOf(reply)).byteLength).toBe(SIZE);
  },
);

test('If-None-Match of this tag answers 304 without a body, weak, in a list, or as a star', async () => {
  const { get, etag } = await arrange();
  for (const value of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const reply = await get({ 'If-None-Match': value });
    expect([reply.status, (await bytesOf(reply)).byteLength]).toEqual([304, 0]);
    expect(reply.headers.get('ETag')).toBe(etag);
  }
  expect((await bytesOf(await get({ 'If-None-Match': '"other"' }))).byteLength).toBe(SIZE);
});

test('If-Range of another tag brings the whole file', async () => {
  const { get, etag } = await arrange();
  expect((await bytesOf(await get({ Range: 'bytes=0-9', 'If-Range': etag }))).byteLength).toBe(10);
  expect((await bytesOf(await get({ Range: 'bytes=0-9', 'If-Range': '"other"' }))).byteLength).toBe(SIZE);
});

test('HEAD tells the same and sends nothing', async () => {
  const { get, etag } = await arrange();
  const reply = await get({}, { method: 'HEAD' });
  expect(reply.status).toBe(200);
  expect(reply.headers.get('ETag')).toBe(etag);
  expect(reply.headers.get('Content-Length')).toBe(String(SIZE));
  expect((await bytesOf(reply)).byteLength).toBe(0);
});

test('F35: a file that the bucket has lost is gone, not an accident', async () => {
  const { get, key } = await arrange();
  const bytes = await (await env.MEDIA.get(key))?.arrayBuffer();
  await env.MEDIA.delete(key);
  const problem = await problemOf(await get());
  expect([problem.status, problem.code]).toEqual([410, 'asset_gone']);
  await env.MEDIA.put(key, bytes ?? new ArrayBuffer(0));
  await expectInvariants();
});

test('the file of a refunded job is gone', async () => {
  const user = await createUser();
  const ctx = testContext({
    providers: scriptedProviders(async ({ text, number }) => {
      if (text.startsWith('First')) return silence(number);
      await new Promise((resolve) => setTimeout(resolve, 50));
      throw vendorError('rejected');
    }),
  });
  const jobId = await newJob(ctx, user.userId, { text: `First. ${'And so on it goes. '.repeat(200)}` });
  await deliver(ctx, [jobId]);
  const id = await env.DB.prepare('SELECT id FROM assets WHERE job_id = ?1').bind(jobId).first<string>('id');
  expect((await problemOf(await api(`/api/assets/${id}`, { user }))).code).toBe('asset_gone');
  await expectInvariants();
});

test('a job’s urls lead to its files', async () => {
  const { user, jobId } = await arrange();
  const job = (await (await api(`/api/jobs/${jobId}/status`, { user })).json()) as {
    preview: { url: string; sizeBytes: number };
    finals: { url: string; sizeBytes: number }[];
  };
  for (const { url, sizeBytes } of [job.preview, ...job.finals]) {
    expect((await bytesOf(await api(url, { user }))).byteLength).toBe(sizeBytes);
  }
  expect(job.finals[0]?.sizeBytes).toBe(SIZE);
});
