import type { Context } from '../../context.ts';

/** Pages of objects that one call lists; the bucket lists and deletes a thousand at once. */
const PAGES_MAX = 50;

type Listed = { keys: string[]; bytes: number };

/** The objects under a prefix, but for those that are kept, a page at a time. */
async function* listPages(ctx: Context, prefix: string, kept: ReadonlySet<string>): AsyncGenerator<Listed> {
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const listed = await ctx.bucket.list({ prefix, ...(cursor === undefined ? {} : { cursor }) });
    const objects = listed.objects.filter(({ key }) => !kept.has(key));
    yield { keys: objects.map(({ key }) => key), bytes: objects.reduce((sum, { size }) => sum + size, 0) };
    if (!listed.truncated) return;
    cursor = listed.cursor;
  }
}

/** How many objects stand under a prefix, and how large they are together, up to PAGES_MAX pages. */
export const countObjects = async (
  ctx: Context,
  prefix: string,
  kept: ReadonlySet<string>,
): Promise<{ files: number; sizeBytes: number }> => {
  const count = { files: 0, sizeBytes: 0 };
  for await (const { keys, bytes } of listPages(ctx, prefix, kept)) {
    count.files += keys.length;
    count.sizeBytes += bytes;
  }
  return count;
};

/**
 * Removes the objects under a prefix from the bucket, but for those that are kept. May run any number of times.
 * @returns whether nothing more is there; false when there were more than PAGES_MAX pages.
 */
export const removeObjects = async (ctx: Context, prefix: string, kept: ReadonlySet<string>): Promise<boolean> => {
  let pages = 0;
  for await (const { keys } of listPages(ctx, prefix, kept)) {
    pages += 1;
    if (keys.length > 0) await ctx.bucket.delete(keys);
  }
  return pages < PAGES_MAX;
};
