import { expect, test } from 'vitest';
import { ProviderError } from '../../../worker/providers/provider.ts';
import { SPEECH_VENDORS } from '../../../worker/providers/vendors.ts';
import { countCalls, orderFault, ownText } from '../../support/sandbox.ts';
import {
  audioOf,
  collectSpeech,
  durationOf,
  SPEECH_VENDOR_ROWS,
  speechRequest,
  vendorAdapter,
} from '../../support/speech-vendors.ts';

// One table for every vendor of speech: each adapter is held against the sandbox's play of its vendor. What only one
// vendor does is tested in a file of that vendor's own.

const TEXT = 'The ferry leaves at noon, and it comes back at night. Nobody is ever late for it.';
/** Two renderings of one text may differ by this much: the engine breathes with true noise. */
const LEEWAY_MS = 120;

/** Every vendor takes both kinds of call, whether it has anything to tell in a timed one or not. */
const PLAIN_AND_TIMED = [false, true];

const vendors = SPEECH_VENDOR_ROWS.map((row) => [row.id, row] as const);

test('every vendor has its row', () => {
  expect(SPEECH_VENDOR_ROWS.map(({ id }) => id).toSorted()).toEqual(Object.keys(SPEECH_VENDORS).toSorted());
});

test.each(vendors)('%s speaks MP3 that lasts as long as the words take, timed or not', async (id, row) => {
  const lengths: number[] = [];
  for (const timed of PLAIN_AND_TIMED) {
    const pieces = await collectSpeech(vendorAdapter(id), speechRequest(row, TEXT), { timed });
    lengths.push(await durationOf(pieces));
  }
  const [plain = 0, timed = 0] = lengths;
  expect(plain).toBeGreaterThan(3_500);
  expect(plain).toBeLessThan(9_000);
  expect(Math.abs(plain - timed)).toBeLessThan(LEEWAY_MS);
});

test.each(vendors)('%s speaks faster and slower where it says that it can', async (id, row) => {
  const provider = vendorAdapter(id);
  const { speed } = provider.capabilities;
  const at = async (value: number) =>
    durationOf(await collectSpeech(provider, speechRequest(row, TEXT, { speed: value })));
  const plain = await at(1);
  const [slow, fast] = [speed?.min ?? 0.5, speed?.max ?? 2];
  // The engine has a fastest pace of its own, which some vendors' range goes beyond.
  const gain = speed ? 1 + (Math.min(fast, 2) - 1) * 0.6 : 1;
  expect(plain / (await at(Math.min(fast, 2)))).toBeGreaterThan(speed ? gain : 0.97);
  expect((await at(Math.max(slow, 0.5))) / plain).toBeGreaterThan(speed ? 1.08 : 0.97);
});

test.each(vendors)('%s moves a speed beyond its range to the end of it', async (id, row) => {
  for (const speed of [0.01, 100]) {
    await collectSpeech(vendorAdapter(id), speechRequest(row, 'So fast.', { speed, pitch: 90, volume: 900 }));
  }
});

test.each(vendors)('%s has voices of a pace of their own', async (id, row) => {
  const of = async (voice: string) =>
    durationOf(await collectSpeech(vendorAdapter(id), speechRequest(row, TEXT, { voice })));
  const [first, again, other] = [await of(row.voice), await of(row.voice), await of(row.otherVoice)];
  expect(Math.abs(first - again)).toBeLessThan(LEEWAY_MS);
  expect(Math.abs(first - other)).toBeGreaterThan(2 * LEEWAY_MS);
});

test.each(vendors)('%s speaks another language', async (id, { foreign }) => {
  const pieces = await collectSpeech(vendorAdapter(id), speechRequest(foreign, foreign.text));
  const durationMs = await durationOf(pieces);
  expect(durationMs).toBeGreaterThan(1_500);
  expect(durationMs).toBeLessThan(9_000);
});

test.each(vendors)('%s tells when each word is spoken, or nothing at all', async (id, row) => {
  const provider = vendorAdapter(id);
  const pieces = await collectSpeech(provider, speechRequest(row, TEXT), { timed: true });
  const words = pieces.flatMap((piece) => piece.words ?? []);
  if (!provider.capabilities.wordTimes) {
    expect(words).toEqual([]);
    return;
  }
  const spoken = TEXT.toLowerCase().match(/\p{L}+/gu);
  expect(words.map(({ text }) => text.toLowerCase().replace(/[^\p{L}]/gu, ''))).toEqual(spoken);
  const durationMs = await durationOf(pieces);
  let last = 0;
  for (const { startMs, endMs } of words) {
    expect(startMs).toBeGreaterThanOrEqual(last);
    expect(endMs).toBeGreaterThan(startMs);
    last = endMs;
  }
  expect(last).toBeLessThanOrEqual(durationMs);
  expect(last).toBeGreaterThan(durationMs * 0.8);
});

test.each(vendors)('%s tells how far it is, forwards and to the end, where it tells at all', async (id, row) => {
  const pieces = await collectSpeech(vendorAdapter(id), speechRequest(row, TEXT), { timed: true });
  const progress = pieces.flatMap((piece) => (piece.progress ? [piece.progress] : []));
  const done = progress.map((one) => one.done);
  expect(done).toEqual(done.toSorted((a, b) => a - b));
  const last = progress.at(-1);
  if (last) expect(last).toEqual({ done: TEXT.length, total: TEXT.length });
});

/** A text of this length in the vendor's unit that takes no time to speak. */
const shortTextOf = (length: number): string => 'Hi.'.padEnd(length, ' ');

test.each(vendors)('%s takes a text at its limit and rejects a longer one', async (id, row) => {
  const provider = vendorAdapter(id);
  for (const quality of ['standard', 'high'] as const) {
    const { maxPerCall } = provider.limitsFor({ ...row, quality, instructions: undefined });
    const speak = (text: string) => collectSpeech(provider, speechRequest(row, text, { quality }));
    expect(await durationOf(await speak(shortTextOf(maxPerCall)))).toBeLessThan(5_000);
    const longer = speak(`${shortTextOf(maxPerCall)}!`);
    await expect(longer).rejects.toMatchObject({ code: 'rejected', isRetryable: false });
  }
});

test.each(vendors)('%s refuses an unknown voice', async (id, row) => {
  const spoken = collectSpeech(vendorAdapter(id), speechRequest(row, 'Hello.', { voice: 'no-such-voice' }));
  await expect(spoken).rejects.toMatchObject({ name: 'ProviderError', provider: id, code: 'rejected' });
});

test.each(vendors)('%s takes a good key and no other', async (id, row) => {
  const signal = new AbortController().signal;
  expect(await vendorAdapter(id).checkKey(signal)).toBe(true);
  expect(await vendorAdapter(id, { apiKey: row.wrongKey }).checkKey(signal)).toBe(false);
  const spoken = collectSpeech(vendorAdapter(id, { apiKey: row.wrongKey }), speechRequest(row, 'Hello.'));
  await expect(spoken).rejects.toMatchObject({ code: 'unauthorized', isRetryable: false });
});

test.each(vendors)('%s does not say of a key what it does not know', async (id, row) => {
  const signal = new AbortController().signal;
  const down = vendorAdapter(id, { fetch: async () => new Response(null, { status: 503 }) });
  await expect(down.checkKey(signal)).rejects.toMatchObject({ code: 'unavailable' });
  if (!row.hasFixedVoices) await expect(down.listVoices(signal)).rejects.toMatchObject({ code: 'unavailable' });
  const other = vendorAdapter(id, { fetch: async () => new Response('<h1>A page</h1>') });
  await expect(other.checkKey(signal)).rejects.toMatchObject({ code: 'bad_response' });
});

test.each(vendors)('%s lists its voices, each once', async (id, row) => {
  const voices = await vendorAdapter(id).listVoices(new AbortController().signal);
  const ids = voices.map(({ voiceId }) => voiceId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining([row.voice, row.otherVoice, row.foreign.voice]));
  for (const voice of voices) {
    expect(voice.name).not.toBe('');
    expect(voice.languages.length, voice.name).toBeGreaterThan(0);
    for (const language of voice.languages) {
      expect(language).toBe(Intl.getCanonicalLocales(language)[0]?.toLowerCase());
    }
  }
  const languagesOf = (voiceId: string) => voices.find((voice) => voice.voiceId === voiceId)?.languages;
  expect(languagesOf(row.voice)).toContain(row.language);
  expect(languagesOf(row.foreign.voice)).toContain(row.foreign.language);
});

const status = (code: number, headers: Record<string, string> = {}, body?: unknown) => ({
  kind: 'status',
  status: code,
  headers,
  ...(body === undefined ? {} : { body }),
});

const FAULTS: [string, Record<string, unknown>, Record<string, unknown>][] = [
  ['429 with Retry-After', status(429, { 'retry-after': '7' }), { code: 'rate_limited', retryAfterMs: 7_000 }],
  ['429 without', status(429), { code: 'rate_limited', retryAfterMs: undefined, isRetryable: true }],
  ['500', status(500), { code: 'unavailable' }],
  ['502 with a page', status(502, {}, '<h1>Bad Gateway</h1>'), { code: 'unavailable' }],
  ['503 with Retry-After', status(503, { 'retry-after': '3' }), { code: 'unavailable', retryAfterMs: 3_000 }],
  ['504', status(504), { code: 'unavailable', isRetryable: true }],
  ['401', status(401), { code: 'unauthorized', isRetryable: false }],
  ['403', status(403), { code: 'unauthorized', isRetryable: false }],
  ['404', status(404), { code: 'rejected', isRetryable: false }],
  ['422', status(422), { code: 'rejected', isRetryable: false }],
  ['a redirect', status(302, { location: 'http://169.254.169.254/' }), { code: 'rejected' }],
  ['a web page', { kind: 'html' }, { code: 'bad_response', isRetryable: true }],
  ['another type', { kind: 'wrong_type' }, { code: 'bad_response' }],
  ['an error in JSON on 200', status(200, {}, { error: { message: 'No.' } }), { code: 'bad_response' }],
  ['noise', { kind: 'garbage' }, { code: 'bad_response' }],
  ['nothing', { kind: 'empty' }, { code: 'bad_response' }],
  ['a broken connection', { kind: 'cut_after_bytes', bytes: 5_000 }, { code: 'unavailable' }],
];

const vendorFaults = SPEECH_VENDOR_ROWS.flatMap((row) =>
  FAULTS.map(([name, fault, expected]) => {
    const isRefusal = name === 'nothing' && row.refusesBySilence;
    return [row.id, name, row, fault, isRefusal ? { code: 'rejected' } : expected] as const;
  }),
);

test.each(vendorFaults)(
  '%s that answers %s is a ProviderError of its own code',
  async (id, _, row, fault, expected) => {
    for (const timed of PLAIN_AND_TIMED) {
      const { text, tag } = ownText('A sentence to be spoilt. '.repeat(3));
      await orderFault(tag, fault, 1, id);
      const spoken = collectSpeech(vendorAdapter(id), speechRequest(row, text), { timed });
      await expect(spoken).rejects.toMatchObject({ name: 'ProviderError', provider: id, ...expected });
      expect(await countCalls(tag)).toBe(1);
    }
  },
);

// All of it is waiting, and no vendor waits for another.
test.concurrent.each(vendors)('%s that stalls is given up, before the answer and within it', async (id, row) => {
  for (const timed of PLAIN_AND_TIMED) {
    for (const bytes of [0, 3_000]) {
      const { text, tag } = ownText('A sentence that never ends. '.repeat(3));
      await orderFault(tag, { kind: 'stall_after_bytes', bytes }, 1, id);
      const spoken = collectSpeech(vendorAdapter(id, { idleMs: 400 }), speechRequest(row, text), { timed });
      await expect(spoken).rejects.toMatchObject({ code: 'timeout', isRetryable: true });
    }
    const { text, tag } = ownText();
    await orderFault(tag, { kind: 'delay_ms', ms: 3_000 }, 1, id);
    const late = collectSpeech(vendorAdapter(id, { idleMs: 200 }), speechRequest(row, text), { timed });
    await expect(late).rejects.toMatchObject({ code: 'timeout' });
  }
});

test.each(vendors)('%s is not asked any more when the call is given up', async (id, row) => {
  const { text, tag } = ownText();
  const gone = collectSpeech(vendorAdapter(id), speechRequest(row, text), { signal: AbortSignal.abort() });
  await expect(gone).rejects.toBeInstanceOf(ProviderError);
  expect(await countCalls(tag)).toBe(0);

  const abort = new AbortController();
  const long = speechRequest(row, 'One sentence after another is spoken here. '.repeat(40));
  const heard: Uint8Array[] = [];
  const listen = async () => {
    for await (const piece of vendorAdapter(id).synthesize(long, { signal: abort.signal, timed: false })) {
      heard.push(piece.bytes);
      abort.abort();
    }
  };
  await expect(listen()).rejects.toBeInstanceOf(ProviderError);
  const bytes = heard.reduce((sum, piece) => sum + piece.length, 0);
  expect(bytes).toBeLessThan(audioOf(await collectSpeech(vendorAdapter(id), long)).length / 2);
});

const causesOf = (error: unknown): unknown[] => (error instanceof Error ? [error, ...causesOf(error.cause)] : []);

test.each(vendors)('%s keeps its key out of what it says of a failure', async (id, row) => {
  const provider = vendorAdapter(id, { apiKey: row.wrongKey });
  const failures: unknown[] = [];
  const note = (error: unknown) => void failures.push(...causesOf(error));
  await collectSpeech(provider, speechRequest(row, 'Hello.')).catch(note);
  for (const code of [401, 403]) {
    const echo = vendorAdapter(id, {
      apiKey: row.wrongKey,
      fetch: async (request) => {
        const sent = [...request.headers.values()].join(' ');
        return Response.json(
          { error: { code: sent, message: sent }, detail: { status: sent, message: sent } },
          { status: code },
        );
      },
    });
    await collectSpeech(echo, speechRequest(row, 'Hello.')).catch(note);
  }
  expect(failures.length).toBeGreaterThanOrEqual(3);
  for (const failure of failures) {
    expect(`${failure} ${JSON.stringify(failure)} ${(failure as Error).stack}`).not.toContain(row.wrongKey);
  }
});
