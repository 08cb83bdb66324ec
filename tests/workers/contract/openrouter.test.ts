import { expect, test } from 'vitest';
import { CHAT_MODELS } from '../../../worker/providers/openrouter-models.ts';
import { ProviderError } from '../../../worker/providers/provider.ts';
import { encodePng } from '../../support/images.ts';
import { chatRequest, collectChat, collectImages, imageRequest, openRouterAdapter } from '../../support/openrouter.ts';
import { countCalls, orderFault, ownText } from '../../support/sandbox.ts';

const signal = new AbortController().signal;
const WRONG_KEY = 'wrong-and-secret-key';

type Call = (
  own: Parameters<typeof openRouterAdapter>[0],
  text: string,
  options?: { signal?: AbortSignal },
) => Promise<unknown>;

/** One row a kind of call: what goes wrong with one goes wrong with the other. */
const CALLS: readonly (readonly [string, Call])[] = [
  ['chat', (own, text, options) => collectChat(openRouterAdapter(own), chatRequest(text), options)],
  ['images', (own, text, options) => collectImages(openRouterAdapter(own), imageRequest(text), options)],
];

test('an answer comes in pieces, and its counts and its end come last', async () => {
  const { text, pieces, end } = await collectChat(openRouterAdapter(), chatRequest('What is 12 * 7?'));
  expect(text).toContain('**84**');
  expect(pieces).toBeGreaterThan(4);
  expect(end).toMatchObject({ finishReason: 'stop', usage: { completionTokens: pieces } });
  expect(end?.usage?.promptTokens).toBeGreaterThan(3);
  expect(end?.usage?.costMicrodollars).toBeGreaterThan(0);
});

test.each(CHAT_MODELS.map(({ id }) => id))('%s answers', async (model) => {
  expect((await collectChat(openRouterAdapter(), chatRequest('Привіт!', { model }))).text).toMatch(/^(Вітаю|Привіт)/);
});

test('an answer is cut off at its limit, and says so', async () => {
  const { pieces, end } = await collectChat(openRouterAdapter(), chatRequest('What is a tide?', { maxTokens: 5 }));
  expect([pieces, end?.finishReason]).toEqual([5, 'length']);
});

test('an answer ends before what it is told to stop at', async () => {
  const { text, end } = await collectChat(
    openRouterAdapter(),
    chatRequest('How do I bake bread?', { stop: ['nowhere', '\n3.'] }),
  );
  expect(text).toContain('\n2.');
  expect(text).not.toContain('\n3.');
  expect(end?.finishReason).toBe('stop');
});

test('what was said before is sent with the question', async () => {
  const messages = [
    { role: 'system', text: 'Be brief.' },
    { role: 'user', text: 'My name is Olena.' },
    { role: 'assistant', text: 'Hello, Olena.' },
    { role: 'user', text: 'What is my name?' },
  ] as const;
  const { text } = await collectChat(openRouterAdapter(), chatRequest('', { messages }));
  expect(text).toContain('Olena');
});

test('the same seed answers alike, others do not', async () => {
  const answer = async (seed: number) =>
    (await collectChat(openRouterAdapter(), chatRequest('What is a rainbow?', { seed, temperature: 1 }))).text;
  const answers = await Promise.all([1, 1, 2, 3, 4].map(answer));
  expect(answers[0]).toBe(answers[1]);
  expect(new Set(answers).size).toBeGreaterThan(1);
});

test.each([
  ['1:1', 1_024, 1_024],
  ['16:9', 1_344, 768],
  ['9:16', 768, 1_344],
  ['21:9', 1_536, 672],
] as const)('a picture of %s has %i by %i pixels', async (aspectRatio, width, height) => {
  const [image] = await collectImages(openRouterAdapter(), imageRequest('A boat at sea', { aspectRatio }));
  expect(image).toMatchObject({ type: 'image/png', widthPx: width, heightPx: height, index: 0, seed: 7 });
  expect(image?.usage?.completionTokens).toBeGreaterThan(1_000);
});

test('several pictures have a seed each, and the same seed is the same picture', async () => {
  const wish = imageRequest('A house in the mountains', { count: 3, seed: 40 });
  const images = await collectImages(openRouterAdapter(), wish);
  expect(images.map(({ index, seed }) => [index, seed])).toEqual([
    [0, 40],
    [1, 41],
    [2, 42],
  ]);
  const [again] = await collectImages(openRouterAdapter(), { ...wish, count: 1, seed: 41 });
  expect(again?.bytes).toEqual(images[1]?.bytes);
  expect(images[0]?.bytes).not.toEqual(images[1]?.bytes);
});

test('a picture to go by is sent, and seen in what is drawn', async () => {
  const [base] = await collectImages(openRouterAdapter(), imageRequest('A city at night', { aspectRatio: '4:3' }));
  const reference = `data:image/png;base64,${toBase64(base?.bytes ?? new Uint8Array())}`;
  const wish = imageRequest('Make it warmer');
  const [plain] = await collectImages(openRouterAdapter(), wish);
  const [changed] = await collectImages(openRouterAdapter(), { ...wish, reference });
  expect(changed?.bytes).not.toEqual(plain?.bytes);
});

test('a picture to go by that is none is rejected', async () => {
  const wish = imageRequest('Make it warmer', { reference: `data:image/png;base64,${btoa('no picture')}` });
  await expect(collectImages(openRouterAdapter(), wish)).rejects.toMatchObject({ code: 'rejected' });
});

test('pictures that are made are handed on where another fails, whose failure comes after them', async () => {
  const { text, tag } = ownText('A forest.');
  await orderFault(tag, { kind: 'status', status: 503 }, 1, 'openrouter');
  const made: number[] = [];
  const drawn = collectImages(openRouterAdapter(), imageRequest(text, { count: 3 }), {
    heard: ({ index }) => void made.push(index),
  });
  await expect(drawn).rejects.toMatchObject({ code: 'unavailable' });
  expect(made).toHaveLength(2);
  expect(await countCalls(tag)).toBe(3);
});

test('a good key is taken and no other', async () => {
  expect(await openRouterAdapter().checkKey(signal)).toBe(true);
  expect(await openRouterAdapter({ apiKey: WRONG_KEY }).checkKey(signal)).toBe(false);
});

test('what is not known of a key is not said of it', async () => {
  const down = openRouterAdapter({ fetch: async () => new Response(null, { status: 503 }) });
  await expect(down.checkKey(signal)).rejects.toMatchObject({ code: 'unavailable' });
  const other = openRouterAdapter({ fetch: async () => new Response('<h1>A page</h1>') });
  await expect(other.checkKey(signal)).rejects.toMatchObject({ code: 'bad_response' });
});

test.each(CALLS)('%s: an account or a key without money is exhausted, and its key is good', async (_, call) => {
  for (const apiKey of ['sk-or-v1-sandbox-empty', 'sk-or-v1-sandbox-capped']) {
    await expect(call({ apiKey }, 'Hello.')).rejects.toMatchObject({ code: 'exhausted', isRetryable: false });
    expect(await openRouterAdapter({ apiKey }).checkKey(signal)).toBe(true);
  }
});

test.each(CALLS)('%s: what is flagged is rejected, without a word of it', async (_, call) => {
  const flagged = call({}, 'Tell me about sandbox-flagged things.');
  await expect(flagged).rejects.toMatchObject({ code: 'rejected', isRetryable: false });
  await expect(flagged).rejects.not.toThrow('sandbox-flagged');
});

const status = (code: number, headers: Record<string, string> = {}, body?: unknown) => ({
  kind: 'status',
  status: code,
  headers,
  ...(body === undefined ? {} : { body }),
});
const failure = (code: number | string, message = 'No.') => ({ error: { code, message } });

const FAULTS: [string, Record<string, unknown>, Record<string, unknown>][] = [
  ['429 with Retry-After', status(429, { 'retry-after': '7' }), { code: 'rate_limited', retryAfterMs: 7_000 }],
  ['429 without', status(429), { code: 'rate_limited', retryAfterMs: undefined, isRetryable: true }],
  ['500', status(500), { code: 'unavailable' }],
  ['502 with a page', status(502, {}, '<h1>Bad Gateway</h1>'), { code: 'unavailable' }],
  ['503 with Retry-After', status(503, { 'retry-after': '3' }), { code: 'unavailable', retryAfterMs: 3_000 }],
  ['504', status(504), { code: 'unavailable', isRetryable: true }],
  ['408', status(408, {}, failure(408)), { code: 'unavailable', isRetryable: true }],
  ['401', status(401), { code: 'unauthorized', isRetryable: false }],
  ['402', status(402, {}, failure(402)), { code: 'exhausted', isRetryable: false }],
  ['403', status(403), { code: 'unauthorized', isRetryable: false }],
  ['404', status(404), { code: 'rejected', isRetryable: false }],
  ['a redirect', status(302, { location: 'http://169.254.169.254/' }), { code: 'rejected' }],
  ['a web page', { kind: 'html' }, { code: 'bad_response', isRetryable: true }],
  ['another type', { kind: 'wrong_type' }, { code: 'bad_response' }],
  ['an outage on 200', status(200, {}, failure(502, 'Provider returned error')), { code: 'unavailable' }],
  ['a rate on 200', status(200, {}, failure(429)), { code: 'rate_limited' }],
  ['an empty account on 200', status(200, {}, failure(402)), { code: 'exhausted', isRetryable: false }],
  ['an error in words on 200', status(200, {}, failure('server_error')), { code: 'unavailable' }],
  ['JSON of another kind', status(200, {}, { hello: 'world' }), { code: 'bad_response' }],
  ['noise', { kind: 'garbage' }, { code: 'bad_response' }],
  ['nothing', { kind: 'empty' }, { code: 'bad_response' }],
  ['a broken connection', { kind: 'cut_after_bytes', bytes: 1_000 }, { code: 'unavailable' }],
];

test.each(CALLS.flatMap(([kind, call]) => FAULTS.map(([name, ...rest]) => [kind, name, call, ...rest] as const)))(
  '%s: %s is a ProviderError of its own code, after one call',
  async (_, __, call, fault, expected) => {
    const { text, tag } = ownText('What is a tide?');
    await orderFault(tag, fault, 1, 'openrouter');
    await expect(call({}, text)).rejects.toMatchObject({ name: 'ProviderError', provider: 'openrouter', ...expected });
    expect(await countCalls(tag)).toBe(1);
  },
);

test.concurrent.each(CALLS)('%s that stalls is given up, before the answer and within it', async (_, call) => {
  for (const fault of [
    { kind: 'stall_after_bytes', bytes: 0 },
    { kind: 'stall_after_bytes', bytes: 900 },
    { kind: 'delay_ms', ms: 6_000 },
  ]) {
    const { text, tag } = ownText('What is a tide?');
    await orderFault(tag, fault, 1, 'openrouter');
    await expect(call({ idleMs: 400 }, text)).rejects.toMatchObject({ code: 'timeout', isRetryable: true });
  }
});

test.each(CALLS)('%s is not asked for when the call was given up', async (_, call) => {
  const { text, tag } = ownText();
  await expect(call({}, text, { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(ProviderError);
  expect(await countCalls(tag)).toBe(0);
});

test('an answer that is given up ends at once', async () => {
  const abort = new AbortController();
  let heard = 0;
  const listening = collectChat(openRouterAdapter(), chatRequest('How do I bake bread?'), {
    signal: abort.signal,
    heard: () => {
      heard += 1;
      abort.abort();
    },
  });
  await expect(listening).rejects.toBeInstanceOf(ProviderError);
  expect(heard).toBeLessThan(10);
});

test('whoever leaves after the first picture wants none of the others', async () => {
  const signals: AbortSignal[] = [];
  const provider = openRouterAdapter({
    fetch: async (request) => {
      signals.push(request.signal);
      if (signals.length > 1) {
        return new Promise((_, reject) => request.signal.addEventListener('abort', () => reject(new Error('gone'))));
      }
      const url = `data:image/png;base64,${PNG_64}`;
      return Response.json({ choices: [{ finish_reason: 'stop', message: { images: [{ image_url: { url } }] } }] });
    },
  });
  for await (const _ of provider.generateImages(imageRequest('A tree', { count: 2 }), { signal })) break;
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
});

test.each(CALLS)('%s keeps the key out of what it says of a failure', async (_, call) => {
  for (const code of [401, 403, 400, 500, 200]) {
    const fetch = async (request: Request) => {
      const sent = [...request.headers.values()].join(' ');
      return Response.json({ error: { code, message: sent } }, { status: code });
    };
    const failed = call({ apiKey: WRONG_KEY, fetch }, 'Hello.');
    await expect(failed).rejects.toBeInstanceOf(ProviderError);
    const said: unknown = await failed.catch((error: unknown) => error);
    expect(`${said} ${JSON.stringify(said)} ${(said as Error).stack}`).not.toContain(WRONG_KEY);
  }
});

// What only a stream does.

const COMMENT = ': OPENROUTER PROCESSING\n\n';
const DONE = 'data: [DONE]\n\n';
const event = (body: Record<string, unknown>): string => `data: ${JSON.stringify(body)}\n\n`;
const words = (content: string | null, finish_reason: string | null = null): string =>
  event({ choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason }] });

const listenTo = async (stream: string) => {
  const headers = { 'Content-Type': 'text/event-stream; charset=utf-8' };
  const heard: string[] = [];
  const provider = openRouterAdapter({ fetch: async () => new Response(stream, { headers }) });
  const answer = collectChat(provider, chatRequest('Hello.'), {
    heard: (piece) => void heard.push(piece.kind === 'text' ? piece.text : piece.finishReason),
  });
  const error: unknown = await answer.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { heard, error };
};

test.each<[string, string, string[]]>([
  [
    'comments and empty lines',
    `${COMMENT}${COMMENT}${words('Hi')}${COMMENT}${words('', 'stop')}${DONE}`,
    ['Hi', 'stop'],
  ],
  ['a last event with words in it', `${words('Hi', 'length')}${DONE}`, ['Hi', 'length']],
  ['no [DONE], the reason being known', `${words('Hi')}${words(null, 'stop')}`, ['Hi', 'stop']],
  ['lines that end in CR LF', `${words('Hi')}${words('', 'stop')}${DONE}`.replaceAll('\n', '\r\n'), ['Hi', 'stop']],
  ['an event without choices', `${event({ choices: [] })}${words('Hi', 'stop')}${DONE}`, ['Hi', 'stop']],
  ['nothing read after [DONE]', `${words('Hi', 'stop')}${DONE}${words('late')}`, ['Hi', 'stop']],
  ['an end for what may not be said', `${words('Hi')}${words('', 'content_filter')}${DONE}`, ['Hi', 'content_filter']],
])('a stream with %s', async (_, stream, heard) => {
  expect(await listenTo(stream)).toEqual({ heard, error: undefined });
});

test.each<[string, string, string]>([
  [
    'an error of the model',
    event({ ...failure(502), choices: [{ delta: { content: '' }, finish_reason: 'error' }] }),
    'unavailable',
  ],
  ['an error in words', event({ ...failure('server_error'), choices: [] }), 'unavailable'],
  ['a rate in words', event(failure('rate_limit_exceeded')), 'rate_limited'],
  ['money that is spent meanwhile', event(failure(402)), 'exhausted'],
  ['an end in error without a word why', words('', 'error'), 'unavailable'],
  ['no end', '', 'bad_response'],
  ['[DONE] before the reason', DONE, 'bad_response'],
  ['an event that is no JSON', 'data: {"choices": [\n\n', 'bad_response'],
  ['a reason that nobody knows', words('', 'tired'), 'bad_response'],
])('a stream that breaks off with %s is an error after its first words', async (_, rest, code) => {
  const { heard, error } = await listenTo(`${words('Once ')}${words('upon')}${rest}`);
  expect(heard).toEqual(['Once ', 'upon']);
  expect(error).toMatchObject({ name: 'ProviderError', code });
});

test.each<[string, string, string]>([
  ['comments alone', `${COMMENT}${DONE}`, 'bad_response'],
  ['an end without a word', `${words('', 'stop')}${DONE}`, 'bad_response'],
  ['a refusal without a word', `${words('', 'content_filter')}${DONE}`, 'rejected'],
  ['a line without an end', `data: ${'x'.repeat(1_100_000)}`, 'bad_response'],
])('%s is no answer', async (_, stream, code) => {
  const { heard, error } = await listenTo(stream);
  expect(heard).toEqual([]);
  expect(error).toMatchObject({ name: 'ProviderError', code });
});

test('an answer without its counts is an answer', async () => {
  const headers = { 'Content-Type': 'text/event-stream' };
  const provider = openRouterAdapter({ fetch: async () => new Response(`${words('Hi', 'stop')}${DONE}`, { headers }) });
  const { end } = await collectChat(provider, chatRequest('Hello.'));
  expect(end).toEqual({ kind: 'end', finishReason: 'stop', usage: null });
});

// What only a picture does.

const toBase64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
const PNG_64 = toBase64(encodePng({ widthPx: 64, heightPx: 64 }));
const PNG_48 = toBase64(encodePng({ widthPx: 64, heightPx: 48 }));

const drawnAs = (choice: Record<string, unknown>) =>
  collectImages(openRouterAdapter({ fetch: async () => Response.json({ choices: [choice] }) }), imageRequest('A tree'));
const withImage = (url: string) => ({ finish_reason: 'stop', message: { images: [{ image_url: { url } }] } });

test.each<[string, Record<string, unknown>, string]>([
  ['words alone', { finish_reason: 'stop', message: { content: 'Here you are.' } }, 'bad_response'],
  ['a refusal', { finish_reason: 'stop', native_finish_reason: 'IMAGE_SAFETY', message: {} }, 'rejected'],
  ['an error of the model', { finish_reason: 'error', error: { code: 502, message: 'No.' } }, 'unavailable'],
  [
    'a picture that is none',
    withImage(`data:image/png;base64,${btoa('no picture at all, but words')}`),
    'bad_response',
  ],
  ['half of a base64', withImage(`data:image/png;base64,${PNG_64}x`), 'bad_response'],
  ['half of a picture', withImage(`data:image/png;base64,${PNG_64.slice(0, 64)}`), 'bad_response'],
  ['an address', withImage('http://169.254.169.254/picture.png'), 'bad_response'],
  ['a drawing in SVG', withImage(`data:image/svg+xml;base64,${btoa('<svg/>')}`), 'bad_response'],
  ['a picture too small to see', withImage(`data:image/png;base64,${PNG_48}`), 'bad_response'],
])('%s in place of a picture', async (_, choice, code) => {
  await expect(drawnAs(choice)).rejects.toMatchObject({ name: 'ProviderError', code });
});

test('a picture is what its bytes say, whatever it is called', async () => {
  const [image] = await drawnAs(withImage(`data:image/jpeg;base64,${PNG_64}`));
  expect(image).toMatchObject({ type: 'image/png', widthPx: 64, heightPx: 64, usage: null });
});

test('an answer that does not end is ended', async () => {
  const chunk = new Uint8Array(1024 * 1024).fill(0x20);
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1;
      controller.enqueue(chunk);
    },
  });
  const headers = { 'Content-Type': 'application/json' };
  const provider = openRouterAdapter({ fetch: async () => new Response(body, { headers }) });
  await expect(collectImages(provider, imageRequest('A tree'))).rejects.toMatchObject({ code: 'bad_response' });
  expect(sent).toBeLessThan(12);
});
