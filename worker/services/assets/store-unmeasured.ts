import type { Context } from '../../context.ts';
import { concatBytes } from '../../media/concat-bytes.ts';
import { CACHE_CONTROL, upload } from './store-media.ts';

/** R2 wants parts of one size, of 5 MiB at least, but for the last. */
const PART_BYTES = 8 * 1024 * 1024;

/** The same bytes in parts of PART_BYTES; the last one is what is left. */
async function* inParts(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source) {
    held.push(chunk);
    length += chunk.length;
    while (length >= PART_BYTES) {
      const all = concatBytes(held);
      yield all.subarray(0, PART_BYTES);
      held = [all.slice(PART_BYTES)];
      length -= PART_BYTES;
    }
  }
  if (length > 0) yield concatBytes(held);
}

/**
 * Writes media whose length nobody knows before, in flat memory. It stands only when its source has come to its end; what
 * stands there already, from an earlier run, stays.
 * @returns its length in bytes
 * @throws whatever the source throws; nothing is kept then
 */
export const storeUnmeasured = async (
  ctx: Context,
  input: { r2Key: string; contentType: string; open: () => AsyncIterable<Uint8Array> },
): Promise<number> => {
  const { r2Key, contentType, open } = input;
  const standing = await ctx.bucket.head(r2Key);
  if (standing) return standing.size;
  const whole = await upload(ctx, () =>
    ctx.bucket.createMultipartUpload(r2Key, { httpMetadata: { contentType, cacheControl: CACHE_CONTROL } }),
  );
  try {
    const parts: R2UploadedPart[] = [];
    for await (const part of inParts(open())) {
      parts.push(await upload(ctx, () => whole.uploadPart(parts.length + 1, part)));
    }
    return (await whole.complete(parts)).size;
  } catch (error) {
    await whole.abort().catch((failed: unknown) => ctx.log.error('parts_not_given_up', failed, { r2Key }));
    throw error;
  }
};
