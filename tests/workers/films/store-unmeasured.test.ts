import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { storeUnmeasured } from '../../../worker/services/assets/store-unmeasured.ts';
import { testContext } from '../../support/context.ts';

const CHUNK_BYTES = 700_000;
/** Two parts and a bit of a third. */
const CHUNKS = 25;

async function* chunks(count: number, fail?: Error): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < count; at += 1) yield new Uint8Array(CHUNK_BYTES).fill(at);
  if (fail) throw fail;
}

const newKey = () => `user_x/job_${crypto.randomUUID()}/piece_0001_v1.mp4`;
const contentType = 'video/mp4';

test('what comes in chunks of any size stands whole, in parts as the bucket wants them', async () => {
  const r2Key = newKey();
  const size = await storeUnmeasured(testContext(), { r2Key, contentType, open: () => chunks(CHUNKS) });
  expect(size).toBe(CHUNKS * CHUNK_BYTES);
  const object = await env.MEDIA.get(r2Key);
  const bytes = new Uint8Array((await object?.arrayBuffer()) ?? new ArrayBuffer());
  expect(bytes.length).toBe(size);
  for (let at = 0; at < CHUNKS; at += 1) {
    expect([bytes[at * CHUNK_BYTES], bytes[(at + 1) * CHUNK_BYTES - 1]]).toEqual([at, at]);
  }
});

test('a source that breaks leaves nothing, and what stands is not fetched again', async () => {
  const r2Key = newKey();
  const broken = storeUnmeasured(testContext(), { r2Key, contentType, open: () => chunks(15, new Error('broke')) });
  await expect(broken).rejects.toThrow('broke');
  expect(await env.MEDIA.head(r2Key)).toBeNull();
  await storeUnmeasured(testContext(), { r2Key, contentType, open: () => chunks(1) });
  const open = () => {
    throw new Error('asked again');
  };
  expect(await storeUnmeasured(testContext(), { r2Key, contentType, open })).toBe(CHUNK_BYTES);
});
