import { expect, test } from 'vitest';
import { callSandbox } from './sandbox-support.ts';

const OPENROUTER = 'https://openrouter.ai/api/v1';

const complete = (body: unknown, key = 'sk-or-v1-sandbox'): Promise<Response> =>
  callSandbox(`${OPENROUTER}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

const plain = { model: 'openai/gpt-4o-mini', messages: [{ role: 'user', content: 'What is 6 * 7?' }], temperature: 0 };
const drawing = {
  model: 'google/gemini-2.5-flash-image',
  messages: [{ role: 'user', content: 'A boat at sea' }],
  modalities: ['image', 'text'],
  seed: 3,
};

type Choice = { message: { content: string; images?: { image_url: { url: string } }[] }; finish_reason: string };
type Completion = { id: string; object: string; choices: Choice[]; usage: { completion_tokens: number; cost: number } };
const read = async (answer: Response): Promise<Completion> => answer.json();

type ErrorBody = { error: { message: string; code: number; metadata?: Record<string, unknown> } };
const readError = async (answer: Response): Promise<ErrorBody['error']> => ((await answer.json()) as ErrorBody).error;

test('a whole answer has its words, its end and its counts', async () => {
  const { object, choices, usage } = await read(await complete(plain));
  expect(object).toBe('chat.completion');
  expect(choices[0]?.message.content).toContain('**42**');
  expect(choices[0]?.finish_reason).toBe('stop');
  expect(usage.completion_tokens).toBeGreaterThan(3);
  expect(usage.cost).toBeGreaterThan(0);
});

test('a streamed answer says the same, in events', async () => {
  const whole = (await read(await complete(plain))).choices[0]?.message.content;
  const answer = await complete({ ...plain, stream: true });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  const events = (await answer.text()).split('\n\n').filter(Boolean);
  expect(events[0]).toBe(': OPENROUTER PROCESSING');
  expect(events.at(-1)).toBe('data: [DONE]');
  const chunks = events.slice(1, -1).map((event) => JSON.parse(event.slice('data: '.length)));
  expect(chunks.map(({ choices }) => choices[0].delta.content).join('')).toBe(whole);
  expect(chunks.at(-2).choices[0].finish_reason).toBe('stop');
  expect(chunks.at(-1).usage.completion_tokens).toBe(chunks.length - 2);
});

test.each([
  ['no key', '', 401],
  ['a wrong key', 'sk-or-v1-0123456789', 401],
  ['a key without money', 'sk-or-v1-sandbox-empty', 402],
  ['a key at its limit', 'sk-or-v1-sandbox-capped', 403],
])('%s', async (_, key, status) => {
  const answer = await complete(plain, key);
  expect(answer.status).toBe(status);
  expect((await readError(answer)).code).toBe(status);
});

test.each([
  ['no JSON', '{', 400, 'no JSON'],
  ['no messages', { model: plain.model, messages: [] }, 400, 'messages'],
  ['an unknown role', { ...plain, messages: [{ role: 'king', content: 'Hi' }] }, 400, 'role'],
  ['an unknown model', { ...plain, model: 'openai/gpt-99' }, 400, 'not a valid model ID'],
  ['too hot', { ...plain, temperature: 2.1 }, 400, 'temperature'],
  ['five stops', { ...plain, stop: ['a', 'b', 'c', 'd', 'e'] }, 400, 'stop'],
  ['a picture of a model that cannot draw', { ...plain, modalities: ['image'] }, 404, 'output modalities'],
  ['a ratio of no name', { ...drawing, image_config: { aspect_ratio: '7:3' } }, 400, 'aspect_ratio'],
])('%s is refused', async (_, body, status, words) => {
  const answer = await complete(body);
  expect(answer.status).toBe(status);
  expect((await readError(answer)).message).toContain(words);
});

test('what is flagged is refused with the reason, by models that are moderated', async () => {
  const messages = [{ role: 'user', content: `${'x'.repeat(200)} sandbox-flagged` }];
  const answer = await complete({ ...plain, messages });
  expect(answer.status).toBe(403);
  const { metadata } = await readError(answer);
  expect(metadata).toMatchObject({ reasons: ['violence'], provider_name: 'OpenAI', model_slug: plain.model });
  expect(metadata?.flagged_input).toHaveLength(100);
  expect((await complete({ ...plain, messages, model: 'anthropic/claude-haiku-4.5' })).status).toBe(200);
});

const urlOf = ({ choices }: Completion): string => choices[0]?.message.images?.[0]?.image_url.url ?? '';

test('a picture is drawn from prompt and seed', async () => {
  const draw = async (own = {}) => urlOf(await read(await complete({ ...drawing, ...own })));
  const first = await draw();
  expect(first).toMatch(/^data:image\/png;base64,iVBORw0KGgo/);
  expect(await draw()).toBe(first);
  expect(await draw({ seed: 4 })).not.toBe(first);
  // Without a seed it is another one each time.
  expect(await draw({ seed: undefined })).not.toBe(await draw({ seed: undefined }));
});

test('a picture to go by may be larger than any other body', async () => {
  const image_config = { aspect_ratio: '16:9' };
  const base = urlOf(await read(await complete({ ...drawing, image_config })));
  expect(base.length).toBeGreaterThan(256 * 1024);
  const by = (url: string) => {
    const content = [
      { type: 'text', text: 'Warmer, please' },
      { type: 'image_url', image_url: { url } },
    ];
    return complete({ ...drawing, messages: [{ role: 'user', content }] });
  };
  const changed = urlOf(await read(await by(base)));
  const other = urlOf(await read(await by(changed)));
  expect(new Set([base, changed, other]).size).toBe(3);
});

// 48 by 32 pixels of red.
const WEBP = 'UklGRhwAAABXRUJQVlA4TA8AAAAvL8AHAAcQ9Y/+ByKi/wEA';

test('a picture to go by may be of another kind than what is drawn', async () => {
  const content = [{ type: 'image_url', image_url: { url: `data:image/webp;base64,${WEBP}` } }];
  const answer = await complete({ ...drawing, messages: [{ role: 'user', content }] });
  expect(urlOf(await read(answer))).toMatch(/^data:image\/png;base64,iVBORw0KGgo/);
});

test.each([
  ['what is no picture', `data:image/png;base64,${btoa('no picture')}`],
  ['half of one', `data:image/png;base64,${'iVBORw0KGgoAAAANSUhEUgAAADAAAAAgCAIAAADbtmxL'}`],
  ['the beginning of one', 'data:image/jpeg;base64,/9j/4AAQSkZJRgABAgAAAQAB'],
  ['a drawing', `data:image/svg+xml;base64,${btoa('<svg/>')}`],
  ['an address of another kind', 'http://169.254.169.254/picture.png'],
])('to go by %s is refused', async (_, url) => {
  const answer = await complete({
    ...drawing,
    messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }],
  });
  expect(answer.status).toBe(400);
  expect((await readError(answer)).metadata).toMatchObject({ raw: 'Unable to process input image.' });
});

test('what would be flagged is not drawn', async () => {
  const answer = await complete({ ...drawing, messages: [{ role: 'user', content: 'sandbox-flagged' }] });
  expect(await answer.json()).toMatchObject({ choices: [{ native_finish_reason: 'IMAGE_SAFETY' }] });
});

test('models are listed for everybody, and a key is described to who has it', async () => {
  const models = (await (await callSandbox(`${OPENROUTER}/models`)).json()) as { data: { id: string }[] };
  expect(models.data.map(({ id }) => id)).toEqual(expect.arrayContaining([plain.model, drawing.model]));
  const key = (value: string) => callSandbox(`${OPENROUTER}/key`, { headers: { authorization: `Bearer ${value}` } });
  expect(await (await key('sk-or-v1-sandbox-capped')).json()).toMatchObject({ data: { limit_remaining: 0 } });
  expect((await key('sk-wrong')).status).toBe(401);
});
