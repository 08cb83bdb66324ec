import { expect, test } from 'vitest';
import { callSandbox, looksLikeMp3, orderFault, readBytes, readError, speak, UNICORN } from './sandbox-support.ts';

const FAULTS = 'https://any.example/sandbox/faults';
const CALLS = 'https://any.example/sandbox/calls';
const TEXT = 'The first sentence. The second sentence. The third sentence.';

/** A text of the test's own, so that tests do not meet each other's orders. */
const tag = (): string => `tag${crypto.randomUUID().replaceAll('-', '').slice(0, 12)}`;

const listOrders = async (): Promise<{ id: number; remaining: number | null }[]> =>
  ((await (await callSandbox(FAULTS)).json()) as { orders: { id: number; remaining: number | null }[] }).orders;

const readUntilBroken = async (answer: Response): Promise<{ bytes: number; broken: boolean }> => {
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  let bytes = 0;
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) bytes += read.value.length;
    return { bytes, broken: false };
  } catch {
    return { bytes, broken: true };
  }
};

test('a status fault with headers and body, as often as ordered, then fine', async () => {
  const mark = tag();
  const body = { error: { code: 'rate_limited', message: 'Slow down.' } };
  const fault = { kind: 'status', status: 429, headers: { 'retry-after': '3' }, body };
  const { id } = await orderFault({ match: { text_includes: mark }, times: 2, fault });
  for (let time = 0; time < 2; time += 1) {
    const answer = await speak({ text: mark });
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('3');
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect((await readError(answer)).code).toBe('rate_limited');
  }
  const fine = await speak({ text: mark });
  expect(fine.status).toBe(200);
  await fine.body?.cancel();
  expect((await listOrders()).find((order) => order.id === id)?.remaining).toBe(0);
});

test('orders are used one after the other', async () => {
  const mark = tag();
  for (const status of [500, 503]) {
    await orderFault({ match: { text_includes: mark }, fault: { kind: 'status', status } });
  }
  const statuses: number[] = [];
  for (let time = 0; time < 3; time += 1) {
    const answer = await speak({ text: mark });
    statuses.push(answer.status);
    await answer.body?.cancel();
  }
  expect(statuses).toEqual([500, 503, 200]);
});

test('racing calls share an order exactly', async () => {
  const mark = tag();
  await orderFault({ match: { text_includes: mark }, times: 5, fault: { kind: 'status', status: 500 } });
  const statuses = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const answer = await speak({ text: mark });
      await answer.body?.cancel();
      return answer.status;
    }),
  );
  expect(statuses.filter((status) => status === 500)).toHaveLength(5);
});

test('an order without end lasts until it is cleared', async () => {
  const mark = tag();
  const { id } = await orderFault({ match: { text_includes: mark }, times: null, fault: { kind: 'empty' } });
  for (let time = 0; time < 4; time += 1) expect((await readBytes(await speak({ text: mark }))).length).toBe(0);
  expect((await callSandbox(`${FAULTS}/${id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await readBytes(await speak({ text: mark }))).length).toBeGreaterThan(1_000);
  expect((await callSandbox(`${FAULTS}/${id}`, { method: 'DELETE' })).status).toBe(404);
});

test('a fault for a path spares the others', async () => {
  const mark = tag();
  const match = { path_prefix: '/v1/speech/timed', text_includes: mark };
  await orderFault({ match, fault: { kind: 'status', status: 503 } });
  const plain = await speak({ text: mark });
  expect(plain.status).toBe(200);
  await plain.body?.cancel();
  expect((await speak({ text: mark }, '/v1/speech/timed')).status).toBe(503);
});

test('cut: the true bytes up to the point, then the connection breaks', async () => {
  const mark = tag();
  await orderFault({ match: { text_includes: mark }, fault: { kind: 'cut_after_bytes', bytes: 5_000 } });
  const answer = await speak({ text: `${mark}. ${TEXT}` });
  expect(answer.headers.get('content-type')).toBe('audio/mpeg');
  expect(await readUntilBroken(answer)).toEqual({ bytes: 5_000, broken: true });
});

test('stall: the true bytes up to the point, then nothing, not even an end', async () => {
  const mark = tag();
  await orderFault({ match: { text_includes: mark }, fault: { kind: 'stall_after_bytes', bytes: 3_000 } });
  const answer = await speak({ text: `${mark}. ${TEXT}` });
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  let bytes = 0;
  while (bytes < 3_000) bytes += (await reader.read()).value?.length ?? 0;
  expect(bytes).toBe(3_000);
  const later = new Promise((resolve) => setTimeout(resolve, 300, 'still waiting'));
  expect(await Promise.race([reader.read(), later])).toBe('still waiting');
  await reader.cancel();
});

test('garbage: called audio, but no MP3', async () => {
  const mark = tag();
  await orderFault({ match: { text_includes: mark }, times: 2, fault: { kind: 'garbage' } });
  const answers = await Promise.all([speak({ text: mark }), speak({ text: mark })]);
  expect(answers.map((answer) => answer.headers.get('content-type'))).toEqual(['audio/mpeg', 'audio/mpeg']);
  const [one, two] = await Promise.all(answers.map(readBytes));
  expect(one?.length).toBeGreaterThan(1_000);
  expect(one).not.toEqual(two);
});

test('html: a web page with status 200', async () => {
  const mark = tag();
  await orderFault({ match: { text_includes: mark }, fault: { kind: 'html' } });
  const answer = await speak({ text: mark });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(await answer.text()).toContain('<h1>');
});

test('wrong type: the true bytes under a wrong name', async () => {
  const mark = tag();
  await orderFault({ match: { text_includes: mark }, fault: { kind: 'wrong_type' } });
  const answer = await speak({ text: mark });
  expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(looksLikeMp3(await readBytes(answer))).toBe(true);
});

test('delay: the true answer, not before its time', async () => {
  const mark = tag();
  await orderFault({ match: { text_includes: mark }, fault: { kind: 'delay_ms', ms: 250 } });
  const began = Date.now();
  const answer = await speak({ text: mark });
  expect(Date.now() - began).toBeGreaterThanOrEqual(240);
  expect(looksLikeMp3(await readBytes(answer))).toBe(true);
});

test.each([
  ['no vendor', { vendor: undefined, fault: { kind: 'html' } }],
  ['unknown kind', { fault: { kind: 'fire' } }],
  ['unknown key', { fault: { kind: 'html' }, colour: 'red' }],
  ['no times', { fault: { kind: 'html' }, times: 0 }],
  ['negative bytes', { fault: { kind: 'cut_after_bytes', bytes: -1 } }],
  ['status out of range', { fault: { kind: 'status', status: 700 } }],
  ['endless delay', { fault: { kind: 'delay_ms', ms: 1e9 } }],
])('an order with %s is refused', async (_, order) => {
  await expect(orderFault(order)).rejects.toThrow(/^422 .*invalid_request/);
});

test('calls are counted, with what they said and what befell them', async () => {
  const mark = tag();
  await orderFault({ match: { text_includes: mark }, fault: { kind: 'html' } });
  await (await speak({ text: `${mark} ${'long '.repeat(60)}` })).body?.cancel();
  await (await speak({ text: `${mark} again` }, '/v1/speech/timed')).body?.cancel();
  await callSandbox(`${UNICORN}/v1/voices`, { headers: { 'x-api-key': 'uni_x' } });
  const answer = await callSandbox(`${CALLS}?vendor=unicorn&text_includes=${mark}`);
  const { calls, count }: { calls: { path: string; fault: string | null; text_prefix: string }[]; count: number } =
    await answer.json();
  expect(count).toBe(2);
  expect(calls.map((call) => [call.path, call.fault])).toEqual([
    ['/v1/speech', 'html'],
    ['/v1/speech/timed', null],
  ]);
  expect(calls[0]?.text_prefix).toHaveLength(80);
  await callSandbox(`${CALLS}?text_includes=${mark}`, { method: 'DELETE' });
  const after: { count: number } = await (await callSandbox(`${CALLS}?text_includes=${mark}`)).json();
  expect(after.count).toBe(0);
});

test('clearing takes all orders of a vendor', async () => {
  const mark = tag();
  await orderFault({ match: { text_includes: mark }, times: null, fault: { kind: 'html' } });
  expect((await callSandbox(`${FAULTS}?vendor=somebody`, { method: 'DELETE' })).status).toBe(204);
  expect((await speak({ text: mark })).headers.get('content-type')).toContain('text/html');
  expect((await callSandbox(FAULTS, { method: 'DELETE' })).status).toBe(204);
  expect(await listOrders()).toEqual([]);
  expect((await speak({ text: mark })).headers.get('content-type')).toBe('audio/mpeg');
});
