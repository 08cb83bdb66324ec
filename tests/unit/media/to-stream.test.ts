import { expect, test } from 'vitest';
import { toStream } from '../../../worker/media/to-stream.ts';

test('a stream asks its source for no more than it is asked for, and ends it when cancelled', async () => {
  let made = 0;
  let isEnded = false;
  async function* source() {
    try {
      for (;;) {
        made += 1;
        yield new Uint8Array([made]);
      }
    } finally {
      isEnded = true;
    }
  }
  const reader = toStream(source()).getReader();
  expect((await reader.read()).value).toEqual(new Uint8Array([1]));
  expect(made).toBeLessThanOrEqual(2);
  await reader.cancel();
  expect(isEnded).toBe(true);
});

test('an error of the source is the stream’s', async () => {
  async function* source() {
    yield new Uint8Array([1]);
    throw new Error('broken off');
  }
  await expect(new Response(toStream(source())).arrayBuffer()).rejects.toThrow('broken off');
});
