import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { problemOf } from '../../support/api.ts';
import { countFor, statusOf } from '../../support/jobs.ts';
import {
  employ,
  finished,
  handedJob,
  type ReportPath,
  report,
  type Signing,
  signatureOf,
} from '../../support/workers.ts';

await employ();

const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

const FORGED: [string, Signing][] = [
  ['another secret', { secret: 'a-secret-that-nobody-here-has-ever-seen-012345' }],
  ['the empty secret', { secret: '' }],
  ['no signature', { signature: '' }],
  ['a signature that is too short', { signature: 'ab'.repeat(31) }],
  ['a signature that is too long', { signature: 'ab'.repeat(33) }],
  ['a signature in base64', { signature: btoa('x'.repeat(32)) }],
  ['the signature of another job', { jobId: 'another-job' }],
  ['the signature of a body with one byte more', { signed: '{"status":"failed"} ' }],
  ['a time of 121 seconds ago', { secondsOff: -121 }],
  ['a time in 122 seconds', { secondsOff: 122 }],
  ['a time of long ago', { secondsOff: -86_400 }],
];

test.each(FORGED)('F61: a report with %s is refused, whatever it says, and changes nothing', async (_, signing) => {
  const { jobId } = await handedJob();
  for (const path of ['heartbeat', 'preview_ready', 'callback'] satisfies ReportPath[]) {
    const problem = await problemOf(await report(jobId, path, '{"status":"failed"}', signing));
    expect([problem.status, problem.code]).toEqual([401, 'worker_signature_invalid']);
  }
  expect(await statusOf(jobId)).toBe('running');
});

test.each([-118, 118])('F41: a report whose time is %i seconds off is believed', async (secondsOff) => {
  const { jobId } = await handedJob();
  expect((await report(jobId, 'heartbeat', {}, { secondsOff })).status).toBe(200);
});

test('F61: a signature in capitals is refused', async () => {
  const { jobId } = await handedJob();
  const signature = signatureOf(jobId, '{}')['X-Worker-Signature']?.toUpperCase() ?? '';
  expect((await problemOf(await report(jobId, 'heartbeat', '{}', { signature }))).status).toBe(401);
});

test('F61: the same report is believed once, however often and at once it comes', async () => {
  const { jobId } = await handedJob();
  const signing = { at: nowSeconds() };
  const replies = await Promise.all(Array.from({ length: 5 }, () => report(jobId, 'heartbeat', {}, signing)));
  expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 401, 401, 401, 401]);
});

test('F61: what was signed for one path is not believed a second time at another', async () => {
  const { jobId, job } = await handedJob();
  const body = await finished(job);
  const signing = { at: nowSeconds() };
  expect((await report(jobId, 'callback', body, signing)).status).toBe(200);
  expect((await report(jobId, 'heartbeat', body, signing)).status).toBe(401);
  expect(await countFor('generations', jobId)).toBe(1);
});

test('signatures are forgotten when nobody would believe them any more', async () => {
  const { jobId } = await handedJob();
  await env.DB.prepare(`INSERT INTO worker_signatures (signature, expires_at) VALUES ('old', ?1)`)
    .bind(Date.now() - 1)
    .run();
  await (await report(jobId, 'heartbeat', {})).body?.cancel();
  const row = await env.DB.prepare(`SELECT COUNT(*) AS old FROM worker_signatures WHERE signature = 'old'`).first();
  expect(row).toEqual({ old: 0 });
});

test('F77: the body is believed as it was sent, byte by byte, and not as it is written anew', async () => {
  const { jobId } = await handedJob();
  const odd = '{ "progress" : 0.250 }';
  expect((await report(jobId, 'heartbeat', odd)).status).toBe(200);
  const other = await report(jobId, 'heartbeat', odd, { signed: JSON.stringify(JSON.parse(odd)) });
  expect((await problemOf(other)).code).toBe('worker_signature_invalid');
});
