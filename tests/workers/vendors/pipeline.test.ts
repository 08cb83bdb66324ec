import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import type { AdminVendorView } from '../../../worker/contract/admin-vendors.ts';
import type { Job } from '../../../worker/contract/jobs.ts';
import { syncVoices } from '../../../worker/services/voices/sync-voices.ts';
import { api, bytesOf, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { deliver } from '../../support/jobs.ts';
import { countCalls, orderFault, ownText } from '../../support/sandbox.ts';
import { createUser, liftLimits, stateOf, type TestUser } from '../../support/users.ts';
import { addVendorKey, lookAgain, resetVendors, superadmin } from '../../support/vendors.ts';

await liftLimits();
beforeAll(async () => {
  for (const vendor of ['openai', 'minimax', 'elevenlabs'] as const) await syncVoices(testContext(), vendor);
});

const NOVA = { voiceId: 'openai:nova', language: 'en' };
const ADAM = { voiceId: 'elevenlabs:pNInz6obpgDQGcFmaJgB', language: 'en' };
const WISE = { voiceId: 'minimax:Wise_Woman', language: 'en' };

/** As if so many calls of the vendor had just failed. */
const breakVendor = async (vendor: string, forMs = 60_000) => {
  const now = Date.now();
  await env.DB.prepare(
    `INSERT INTO vendor_circuits (id, provider, broken_at, broken_until, error_code) VALUES (?1, ?1, ?2, ?3, 'unavailable')`,
  )
    .bind(vendor, now, now + forMs)
    .run();
  lookAgain();
};

const speak = (user: TestUser, json: object) => api('/api/tts/synthesize', { user, json });
const order = (user: TestUser, json: object) =>
  api('/api/tts/jobs', { user, json: { clientJobId: crypto.randomUUID(), ...json } });
const make = async (user: TestUser, json: object): Promise<Job> => {
  const { jobId } = await jsonOf<{ jobId: string }>(await order(user, json), 202);
  await deliver(testContext(), [jobId]);
  return jsonOf<Job>(await api(`/api/jobs/${jobId}/status`, { user }));
};
const callsOfJob = async (jobId: string) =>
  (
    await env.DB.prepare(
      `SELECT provider, key_id AS keyId, outcome, first_byte_ms AS firstByteMs, sent_units AS sent, billed_units AS billed
        FROM provider_calls WHERE job_id = ?1 ORDER BY started_at, id`,
    )
      .bind(jobId)
      .all<{
        provider: string;
        keyId: string | null;
        outcome: string;
        firstByteMs: number;
        sent: number;
        billed: number;
      }>()
  ).results;

test('F32: with its vendor down a voice is refused before any charge, at once and in the background, with the time to wait', async () => {
  await breakVendor('openai');
  const user = await createUser({ credits: 100 });
  const before = await stateOf(user.userId);
  for (const ask of [speak, order]) {
    const reply = await ask(user, { text: 'Hello there.', ...NOVA });
    expect(Number(reply.headers.get('Retry-After'))).toBeGreaterThan(30);
    expect(await problemOf(reply)).toMatchObject({ status: 503, code: 'provider_unavailable' });
  }
  const scenes = { clientJobId: crypto.randomUUID(), scenes: [{ text: 'One.' }, { text: 'Two.', ...NOVA }] };
  expect((await problemOf(await api('/api/tts/split-scenes', { user, json: scenes }))).status).toBe(503);
  expect(await stateOf(user.userId)).toEqual(before);
  expect((await speak(user, { text: 'Hello there.' })).status).toBe(200);
});

test('F32: a guest does not lose a try to a vendor that is down', async () => {
  await breakVendor('unicorn');
  const headers = { 'CF-Connecting-IP': '203.0.113.77' };
  const json = { text: 'Hello.' };
  expect((await api('/api/tts/synthesize', { json, headers })).status).toBe(503);
  expect(await jsonOf(await api('/api/guest', { headers }))).toMatchObject({ remaining: 5 });
});

test('F27: where it is allowed an equal voice speaks at once, at the price of the one that was asked for', async () => {
  await breakVendor('openai');
  const user = await createUser({ credits: 100 });
  const text = 'Somebody else says this sentence in the stead of a voice that is down, and it costs no more than hers.';
  const reply = await speak(user, { text, ...NOVA, fallback: true });
  expect(reply.status).toBe(200);
  expect(Number(reply.headers.get('X-Credits-Charged'))).toBe(Math.ceil(text.length / 100));
  expect(reply.headers.get('X-Fallback-Used')).toBe('true');
  expect((await bytesOf(reply)).length).toBeGreaterThan(5_000);
});

test('F27: in the background as well; the job says so, and by whom is not told', async () => {
  const user = await createUser({ credits: 100 });
  const { text, tag } = ownText();
  await orderFault(tag, { kind: 'status', status: 503 }, null, 'openai');
  const job = await make(user, { text, ...NOVA, fallback: true });
  expect(job).toMatchObject({ status: 'completed', costCredits: 1, returnedCredits: 0, fallbackUsed: true });
  expect(job.params).toMatchObject(NOVA);
  expect(JSON.stringify(job)).not.toContain('minimax');
  const calls = await callsOfJob(job.jobId);
  expect(calls.filter(({ provider }) => provider === 'openai').map(({ outcome }) => outcome)).toEqual(
    Array.from({ length: 4 }, () => 'failed'),
  );
  expect(calls.at(-1)).toMatchObject({ outcome: 'ok' });
  await expectInvariants();
  // The same again is not what somebody else spoke: the voice that was asked for is asked once more.
  const again = await make(user, { text, ...NOVA, fallback: true });
  expect(again.jobId).not.toBe(job.jobId);
  expect((await callsOfJob(again.jobId)).length).toBeGreaterThan(0);
});

test('F27: where it is not allowed the job fails with its refund', async () => {
  const user = await createUser({ credits: 100 });
  const { text, tag } = ownText();
  await orderFault(tag, { kind: 'status', status: 503 }, null, 'openai');
  expect(await make(user, { text, ...NOVA })).toMatchObject({ status: 'failed', returnedCredits: 1 });
  expect(await countCalls(tag)).toBe(4);
  await expectInvariants();
});

test('what is wrong with the request itself is no reason for another voice', async () => {
  const user = await createUser({ credits: 100 });
  const { text, tag } = ownText();
  await orderFault(tag, { kind: 'status', status: 422 }, null, 'openai');
  const job = await make(user, { text, ...NOVA, fallback: true });
  expect(job).toMatchObject({ status: 'failed', error: { code: 'provider_rejected' } });
  expect(job.fallbackUsed).toBe(false);
});

test('a key that is refused in the middle of a job is replaced by the next one, and the job is spoken', async () => {
  const user = await superadmin();
  const [dead, good] = [await addVendorKey(user), await addVendorKey(user)];
  const { text, tag } = ownText();
  await orderFault(tag, { kind: 'status', status: 401 }, 1);
  const job = await make(await createUser({ credits: 100 }), { text });
  expect(job.status).toBe('completed');
  expect(await callsOfJob(job.jobId)).toMatchObject([
    { keyId: dead.id, outcome: 'failed' },
    { keyId: good.id, outcome: 'ok', firstByteMs: expect.any(Number) },
  ]);
  const view = await jsonOf<AdminVendorView>(await api('/api/admin/vendors/unicorn', { user }));
  expect(view.keys.map(({ circuit }) => circuit.state).sort()).toEqual(['broken', 'whole']);
  await resetVendors();
});

test('F33: what a vendor bills beyond the reckoning stands in the row of the call, and the user pays no more', async () => {
  const user = await createUser({ credits: 100 });
  const job = await make(user, { text: 'The bill for this sentence is looked at.', ...ADAM });
  const [call] = await callsOfJob(job.jobId);
  expect(call).toMatchObject({ provider: 'elevenlabs', sent: 20, billed: 20 });
  await env.DB.prepare('UPDATE provider_calls SET billed_units = 50 WHERE job_id = ?1').bind(job.jobId).run();
  const view = await jsonOf<AdminVendorView>(await api('/api/admin/vendors/elevenlabs', { user: await superadmin() }));
  expect(view.lastHour.lossUnits).toBe(30);
  expect(job).toMatchObject({ costCredits: 1, returnedCredits: 0 });
});

test('a job is sold by the price in force and keeps its version when that changes', async () => {
  const user = await createUser({ credits: 1_000 });
  const text = 'x'.repeat(1_000).replaceAll('xxxxx', 'word ');
  const setPrice = async (price: number) =>
    api('/api/admin/vendors/openai', {
      user: await superadmin(),
      method: 'PATCH',
      json: { price, reason: 'A test' },
    });
  await setPrice(30);
  const { jobId, costCredits } = await jsonOf<{ jobId: string; costCredits: number }>(
    await order(user, { text, ...NOVA }),
    202,
  );
  expect(costCredits).toBe(Math.ceil((text.trim().length * 30) / 1_000));
  await setPrice(40);
  const job = await jsonOf<Job>(await api(`/api/jobs/${jobId}/status`, { user }));
  const sold = await jsonOf<{ models: { modelId: string; rule: object }[] }>(
    await api(`/api/prices?version=${job.priceVersion}`),
  );
  expect(sold.models.find(({ modelId }) => modelId === 'openai')?.rule).toMatchObject({ milliCreditsPerChar: 30 });
});

test('ROLE-08: operators speak with the voices of internal vendors, and nobody else does', async () => {
  const admin = await createUser({ role: 'admin', credits: 100 });
  expect((await make(admin, { text: 'For operators alone.', ...WISE })).status).toBe('completed');
  const reply = await order(await createUser(), { text: 'For operators alone.', ...WISE });
  expect((await problemOf(reply)).errors).toMatchObject([{ pointer: '/voiceId', code: 'unknown_voice' }]);
});

test('a voice of a vendor that is switched off is refused; what was sold before is still spoken', async () => {
  const user = await createUser({ credits: 100 });
  const { jobId } = await jsonOf<{ jobId: string }>(await order(user, { text: 'Sold in time.', ...NOVA }), 202);
  await env.DB.prepare(`UPDATE vendor_settings SET is_enabled = 0 WHERE provider = 'openai'`).run();
  lookAgain();
  const problem = await problemOf(await order(user, { text: 'Too late.', ...NOVA }));
  expect(problem.errors).toMatchObject([{ pointer: '/voiceId', code: 'unknown_voice' }]);
  await deliver(testContext(), [jobId]);
  expect(await jsonOf<Job>(await api(`/api/jobs/${jobId}/status`, { user }))).toMatchObject({ status: 'completed' });
  await resetVendors();
});
