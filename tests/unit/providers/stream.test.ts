import { expect, test, vi } from 'vitest';
import { ProviderError } from '../../../worker/providers/provider.ts';
import {
  callVendor,
  parseRetryAfter,
  readBody,
  readLines,
  VENDOR_AUDIO_MAX_BYTES,
  VENDOR_IDLE_MS,
} from '../../../worker/providers/stream.ts';

const WIRE = { provider: 'v', idleMs: VENDOR_IDLE_MS, now: () => Date.now() };
const NOW = Date.parse('2026-11-21T12:00:00Z');

test.each<[string, string | null, number | undefined]>([
  ['seconds', '7', 7_000],
  ['no seconds', '0', 0],
  ['a fraction, in whole milliseconds', '1.00050001', 1_001],
  ['negative seconds', '-5', 0],
  ['a date', 'Sat, 21 Nov 2026 12:00:30 GMT', 30_000],
  ['a date that is over', 'Sat, 21 Nov 2026 11:00:00 GMT', 0],
  ['nothing', null, undefined],
  ['an empty value', '', undefined],
  ['words', 'soon', undefined],
  ['infinity', 'Infinity', undefined],
])('Retry-After of %s', (_, value, ms) => {
  expect(parseRetryAfter(value, NOW)).toBe(ms);
});

const bodyOf = (chunks: Iterable<Uint8Array>, onCancel: () => void = () => undefined): ReadableStream<Uint8Array> => {
  const source = chunks[Symbol.iterator]();
  return new ReadableStream({
    pull(controller) {
      const next = source.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: onCancel,
  });
};

const readAll = async (body: ReadableStream<Uint8Array>): Promise<number> => {
  let bytes = 0;
  for await (const chunk of readBody(WIRE, body)) bytes += chunk.byteLength;
  return bytes;
};

test('a body is read to its end', async () => {
  expect(await readAll(bodyOf([new Uint8Array(3), new Uint8Array(4)]))).toBe(7);
});

test('what was handed out of a body that fills buffers stays as it was', async () => {
  const sent = Uint8Array.from({ length: 200_000 }, (_, index) => index % 251);
  const source = [sent.slice(0, 70_000), sent.slice(70_000, 70_001), sent.slice(70_001)];
  const body = new ReadableStream({
    type: 'bytes',
    pull(controller) {
      const next = source.shift();
      if (next) controller.enqueue(next);
      else {
        controller.close();
        controller.byobRequest?.respond(0);
      }
    },
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of readBody(WIRE, body)) chunks.push(chunk);
  expect(Math.max(...chunks.map((chunk) => chunk.byteLength))).toBe(64 * 1024);
  expect(Buffer.concat(chunks).equals(sent)).toBe(true);
});

const linesOf = async (body: ReadableStream<Uint8Array>): Promise<string[]> => {
  const lines: string[] = [];
  for await (const line of readLines(WIRE, body, 100)) lines.push(line);
  return lines;
};

test.each([
  ['in one chunk', ['one\ntwo\n\nfour\n']],
  ['cut within lines', ['o', 'ne', '\ntw', 'o\n', '\nfour', '\n']],
  ['without an end of the last', ['one\ntwo\n\nfo', 'ur']],
])('the lines of a body that comes %s', async (_, texts) => {
  const body = bodyOf(texts.map((text) => new TextEncoder().encode(text)));
  expect(await linesOf(body)).toEqual(['one', 'two', '', 'four']);
});

test('a line without an end is refused', async () => {
  const body = bodyOf([new Uint8Array(60).fill(65), new Uint8Array(60).fill(65)]);
  await expect(linesOf(body)).rejects.toMatchObject({ code: 'bad_response' });
});

test('a body without an end is cut at the limit, and its sender is told to stop', async () => {
  let isCanceled = false;
  const endless = (function* () {
    for (;;) yield new Uint8Array(4 * 1024 * 1024);
  })();
  const body = bodyOf(endless, () => {
    isCanceled = true;
  });
  await expect(readAll(body)).rejects.toMatchObject({ code: 'bad_response' });
  expect(isCanceled).toBe(true);
  expect(VENDOR_AUDIO_MAX_BYTES).toBeLessThan(128 * 1024 * 1024);
});

test('a body that breaks off is unavailable', async () => {
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.error(new Error('reset by peer')),
  });
  await expect(readAll(body)).rejects.toMatchObject({ code: 'unavailable' });
});

test('a reader who leaves early ends the sender’s work', async () => {
  let isCanceled = false;
  const body = bodyOf([new Uint8Array(1), new Uint8Array(1)], () => {
    isCanceled = true;
  });
  for await (const _ of readBody(WIRE, body)) break;
  expect(isCanceled).toBe(true);
});

test('a vendor that cannot be reached is a ProviderError', async () => {
  const call = callVendor(
    { ...WIRE, fetch: () => Promise.reject(new TypeError('fetch failed')) },
    new Request('https://v.example'),
  );
  await expect(call).rejects.toBeInstanceOf(ProviderError);
  await expect(call).rejects.toMatchObject({ code: 'unavailable' });
});

test('F28: a vendor that never answers, and one whose body goes silent, are given up', async () => {
  vi.useFakeTimers();
  try {
    const silent = callVendor({ ...WIRE, fetch: () => new Promise(() => undefined) }, new Request('https://v.example'));
    const stalled = readAll(new ReadableStream<Uint8Array>());
    const given = Promise.allSettled([silent, stalled]);
    await vi.advanceTimersByTimeAsync(VENDOR_IDLE_MS + 1);
    for (const result of await given) {
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'ProviderError', code: 'timeout' } });
    }
  } finally {
    vi.useRealTimers();
  }
});

/** A body that gives so many bytes every second. */
const trickle = (bytes: number): ReadableStream<Uint8Array> =>
  new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      controller.enqueue(new Uint8Array(bytes));
    },
  });

test('F30: a body that only trickles is given up like one that stalls', async () => {
  vi.useFakeTimers();
  try {
    const given = Promise.allSettled([readAll(trickle(1))]);
    await vi.advanceTimersByTimeAsync(VENDOR_IDLE_MS + 1_000);
    expect(await given).toMatchObject([{ status: 'rejected', reason: { code: 'timeout' } }]);
  } finally {
    vi.useRealTimers();
  }
});

test('a body that comes slowly but comes is read on, however long its reader takes', async () => {
  vi.useFakeTimers();
  try {
    const reading = (async () => {
      let chunks = 0;
      for await (const _ of readBody(WIRE, trickle(600))) {
        chunks += 1;
        // Longer than the vendor may be silent.
        await new Promise((resolve) => setTimeout(resolve, VENDOR_IDLE_MS * 2));
        if (chunks === 4) break;
      }
      return chunks;
    })();
    await vi.advanceTimersByTimeAsync(VENDOR_IDLE_MS * 12);
    expect(await reading).toBe(4);
  } finally {
    vi.useRealTimers();
  }
});
