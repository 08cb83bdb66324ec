import { BufferSource, Input, OGG, WAVE } from 'mediabunny';
import { beforeAll, expect, test } from 'vitest';
import type { Job, JobAsset } from '../../../worker/contract/jobs.ts';
import { syncVoices } from '../../../worker/services/voices/sync-voices.ts';
import { api, jsonOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { deliver } from '../../support/jobs.ts';
import { createUser, type TestUser } from '../../support/users.ts';

const VOICE = { voiceId: 'openai:nova', language: 'en' };
const TYPES = { wav: 'audio/wav', opus: 'audio/ogg' } as const;
const FORMATS = ['wav', 'opus'] as const;

beforeAll(async () => {
  await syncVoices(testContext(), 'openai');
});

const durationOf = async (reply: Response): Promise<number> => {
  const source = new BufferSource(await reply.arrayBuffer());
  return (await new Input({ formats: [WAVE, OGG], source }).computeDuration()) * 1_000;
};

/** A file as its owner gets it; it has to be what it says, and playable. */
const checkFile = async (user: TestUser, asset: JobAsset | null | undefined, type: string): Promise<void> => {
  if (!asset) throw new Error('there is no file');
  const reply = await api(asset.url, { user });
  expect([reply.status, reply.headers.get('Content-Type'), asset.contentType]).toEqual([200, type, type]);
  expect(Math.abs((await durationOf(reply)) - (asset.durationMs ?? 0))).toBeLessThan(30);
};

test.each(FORMATS)(
  'a script in pieces, with pauses, becomes one file as %s, and its preview is one as well',
  async (format) => {
    const user = await createUser({ credits: 1_000 });
    const text = `${'The river carried the small boat past the town. '.repeat(90)}[pause 1.5s] And then it was quiet.`;
    const json = { clientJobId: 'one', text, format, ...VOICE };
    const { jobId } = await jsonOf<{ jobId: string }>(await api('/api/tts/jobs', { user, json }), 202);
    await deliver(testContext(), [jobId]);
    const job = await jsonOf<Job>(await api(`/api/jobs/${jobId}/status`, { user }));
    expect(job.status).toBe('completed');
    expect(job.pieces?.total).toBeGreaterThan(1);
    await checkFile(user, job.finals[0], TYPES[format]);
    await checkFile(user, job.preview, TYPES[format]);
    await expectInvariants();
  },
);

test.each(FORMATS)('spoken at once as %s, it is heard as that and kept as that', async (format) => {
  const user = await createUser({ credits: 100 });
  const ctx = testContext();
  const json = { text: 'Heard while it is spoken, and kept.', format, ...VOICE };
  const reply = await api('/api/tts/synthesize', { user, json });
  expect([reply.status, reply.headers.get('Content-Type')]).toEqual([200, TYPES[format]]);
  expect(await durationOf(reply)).toBeGreaterThan(1_000);
  await ctx.settled();
  const jobId = reply.headers.get('X-Job-Id');
  await expect
    .poll(async () => (await jsonOf<Job>(await api(`/api/jobs/${jobId}/status`, { user }))).status)
    .toBe('completed');
  const job = await jsonOf<Job>(await api(`/api/jobs/${jobId}/status`, { user }));
  await checkFile(user, job.finals[0], TYPES[format]);
});
