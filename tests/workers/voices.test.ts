import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { type VoiceList, voiceListSchema } from '../../worker/contract/speech.ts';
import type { VendorVoice } from '../../worker/providers/provider.ts';
import { ProviderError } from '../../worker/providers/provider.ts';
import { syncVoices } from '../../worker/services/voices/sync-voices.ts';
import { api, jsonOf, problemOf } from '../support/api.ts';
import { testContext } from '../support/context.ts';
import { expectInvariants } from '../support/invariants.ts';
import { deliver } from '../support/jobs.ts';
import { scriptedProviders } from '../support/speech.ts';
import { balanceOf, createUser } from '../support/users.ts';
import { lookAgain } from '../support/vendors.ts';

const voice = (voiceId: string, own: Partial<VendorVoice> = {}): VendorVoice => ({
  voiceId,
  name: voiceId.toUpperCase(),
  gender: 'female',
  description: `Sounds like ${voiceId}.`,
  languages: ['en-us'],
  styles: [],
  labels: {},
  previewUrl: null,
  isCloned: false,
  ...own,
});

/** A context whose vendor lists these voices, or fails to. */
const listing = (voices: VendorVoice[] | ProviderError) => {
  const providers = scriptedProviders();
  const listVoices = async () => {
    if (voices instanceof ProviderError) throw voices;
    return voices;
  };
  return testContext({ providers: { ...providers, speech: () => ({ listVoices }) as never } });
};

const list = async (query = ''): Promise<VoiceList> =>
  voiceListSchema.parse(await jsonOf(await api(`/api/voices${query}`)));
const idsOf = ({ voices }: VoiceList) => voices.map(({ id }) => id).filter((id) => !id.startsWith('unicorn:'));

test('a sync brings voices in, changes what changed, and marks what is gone without losing it', async () => {
  expect(await syncVoices(listing([voice('ana'), voice('bob')]), 'openai')).toEqual({
    provider: 'openai',
    listed: 2,
    error: null,
  });
  const later = listing([voice('bob', { name: 'Robert', gender: 'male' }), voice('cy')]);
  later.clock.advance(1);
  await syncVoices(later, 'openai');
  expect(idsOf(await list('?provider=openai'))).toEqual(['openai:cy', 'openai:bob']);
  const rows = await env.DB.prepare(`SELECT id, name, vanished_at IS NULL AS here FROM voices ORDER BY id`).all();
  expect(rows.results).toEqual([
    { id: 'openai:ana', name: 'ANA', here: 0 },
    { id: 'openai:bob', name: 'Robert', here: 1 },
    { id: 'openai:cy', name: 'CY', here: 1 },
  ]);
  const back = listing([voice('ana')]);
  back.clock.advance(2);
  await syncVoices(back, 'openai');
  expect(idsOf(await list('?provider=openai'))).toEqual(['openai:ana']);
});

test('a vendor that fails, or lists nothing, keeps what it had, and the failure is noted', async () => {
  await syncVoices(listing([voice('kept')]), 'openai');
  for (const fault of [new ProviderError('openai', 'unavailable', 'HTTP 503'), []]) {
    const { error } = await syncVoices(listing(fault), 'openai');
    expect(error).toBe(fault instanceof ProviderError ? 'unavailable' : 'bad_response');
    expect(idsOf(await list('?provider=openai'))).toContain('openai:kept');
  }
  const noted = await env.DB.prepare(`SELECT error_code AS error, listed, succeeded_at AS at FROM voice_syncs`).first();
  expect(noted).toMatchObject({ error: 'bad_response', listed: 1, at: expect.any(Number) });
});

test('voices are found by language, gender and words, page by page, each once', async () => {
  const many = Array.from({ length: 30 }, (_, index) =>
    voice(`v${String(index).padStart(2, '0')}`, {
      // Names that fall together but for their case.
      name: index % 2 ? 'Same name' : 'same NAME',
      languages: index < 10 ? ['uk-ua'] : ['en-us', 'en-gb'],
      gender: index % 3 ? 'male' : 'neutral',
      description: index === 7 ? '100% pure_gold' : 'Plain.',
    }),
  );
  await syncVoices(listing(many), 'openai');
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: VoiceList = await list(
      `?provider=openai&limit=7${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
    );
    seen.push(...idsOf(page));
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen.toSorted()).toEqual(many.map(({ voiceId }) => `openai:${voiceId}`));
  expect(idsOf(await list('?provider=openai&language=uk'))).toHaveLength(10);
  expect(idsOf(await list('?provider=openai&language=EN-GB'))).toHaveLength(20);
  expect(idsOf(await list('?provider=openai&language=e'))).toEqual([]);
  expect(idsOf(await list('?provider=openai&gender=neutral'))).toHaveLength(10);
  expect(idsOf(await list('?provider=openai&q=100%25'))).toEqual(['openai:v07']);
  expect(idsOf(await list('?provider=openai&q=pure_g'))).toEqual(['openai:v07']);
  expect(idsOf(await list('?provider=openai&q=pureXg'))).toEqual([]);
});

test('the house’s own voices come first, and answer to the same questions', async () => {
  const first = await list();
  expect(first.voices[0]?.id).toBe('unicorn:iris');
  const males = (await list('?gender=male&provider=unicorn')).voices;
  expect(males.length).toBeGreaterThan(2);
  expect(males.every(({ gender, provider }) => gender === 'male' && provider === 'unicorn')).toBe(true);
  expect((await list('?q=robot')).voices.map(({ id }) => id)).toEqual(['unicorn:pixel']);
});

test('a cursor that is none of ours is refused', async () => {
  for (const cursor of ['x', btoa('{}'), btoa('[1,2]')]) {
    expect((await problemOf(await api(`/api/voices?cursor=${encodeURIComponent(cursor)}`))).code).toBe(
      'malformed_cursor',
    );
  }
});

test('a vendor’s voice speaks a job at the vendor’s price, through the sandbox', async () => {
  await syncVoices(testContext(), 'openai');
  const [wanted] = idsOf(await list('?provider=openai&q=nova'));
  const user = await createUser({ credits: 100 });
  const text = 'A sentence for another vendor to speak, of just one hundred characters when it is counted right now.';
  const reply = await api('/api/tts/jobs', {
    user,
    json: { clientJobId: 'one', text, voiceId: wanted, language: 'en' },
  });
  const { jobId, costCredits } = await jsonOf<{ jobId: string; costCredits: number }>(reply, 202);
  expect(costCredits).toBe(Math.ceil(text.length / 100));
  await deliver(testContext(), [jobId]);
  const job = await jsonOf<{ status: string; finals: { durationMs: number }[] }>(
    await api(`/api/jobs/${jobId}/status`, { user }),
  );
  expect(job.status).toBe('completed');
  expect(job.finals[0]?.durationMs).toBeGreaterThan(3_000);
  expect(await balanceOf(user.userId)).toBe(100 - costCredits);
  await expectInvariants();
});

test('a voice that has vanished, or never was, is refused before anything is charged', async () => {
  await syncVoices(listing([voice('gone'), voice('stays')]), 'openai');
  const later = listing([voice('stays')]);
  later.clock.advance(1);
  await syncVoices(later, 'openai');
  const user = await createUser({ credits: 100 });
  for (const voiceId of ['openai:gone', 'openai:never', 'unicorn:zeus', 'nobody:iris', 'constructor:x']) {
    const reply = await api('/api/tts/jobs', { user, json: { clientJobId: voiceId, text: 'Hello.', voiceId } });
    expect((await problemOf(reply)).errors?.[0], voiceId).toMatchObject({ pointer: '/voiceId', code: 'unknown_voice' });
  }
  expect(await balanceOf(user.userId)).toBe(100);
});

test('a voice that was found is at hand for as long as the rest of what is known of the vendors', async () => {
  await syncVoices(listing([voice('near')]), 'openai');
  const user = await createUser({ credits: 100 });
  const ask = async (): Promise<number> => {
    const params = { text: 'Hello.', voiceId: 'openai:near' };
    return (await api('/api/quotes', { user, json: { module: 'tts', params } })).status;
  };
  lookAgain();
  expect(await ask()).toBe(200);
  await env.DB.prepare(`UPDATE voices SET vanished_at = 1 WHERE id = 'openai:near'`).run();
  expect(await ask()).toBe(200);
  lookAgain();
  expect(await ask()).toBe(422);
});

test('a guest hears the house’s voices and no vendor’s', async () => {
  await syncVoices(listing([voice('paid')]), 'openai');
  const reply = await api('/api/tts/synthesize', {
    json: { text: 'Hello.', voiceId: 'openai:paid', language: 'en-us' },
  });
  expect((await problemOf(reply)).code).toBe('forbidden');
});

test('an internal vendor is neither listed, priced, heard nor asked by its voices’ names', async () => {
  const { listed } = await syncVoices(testContext(), 'minimax');
  expect(listed).toBeGreaterThan(20);
  expect(idsOf(await list('?provider=minimax'))).toEqual([]);
  expect(idsOf(await list('?q=Reliable+Executive'))).toEqual([]);
  expect(await (await api('/api/prices')).text()).not.toMatch(/minimax/i);
  const voiceId = 'minimax:Wise_Woman';
  expect((await api(`/api/voices/${encodeURIComponent(voiceId)}/sample`)).status).toBe(404);
  const user = await createUser({ credits: 100 });
  const reply = await api('/api/tts/jobs', { user, json: { clientJobId: 'in', text: 'Hello.', voiceId } });
  expect((await problemOf(reply)).errors?.[0]).toMatchObject({ pointer: '/voiceId', code: 'unknown_voice' });
});
