import { and, desc, eq, gt, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { UploadList, UploadQuery } from '../../contract/uploads.ts';
import { cutPage, pageStart } from '../../cursor.ts';
import { uploads } from '../../db/schema.ts';
import { toUpload } from './upload-row.ts';

/** A page of the user's files that are ready, newest first. @throws AppError malformed_cursor. */
export const listUploads = async (
  ctx: Context,
  { userId, kind, cursor, limit }: UploadQuery & { userId: string },
): Promise<UploadList> => {
  const after = pageStart(cursor);
  const rows = await ctx.orm
    .select()
    .from(uploads)
    .where(
      and(
        eq(uploads.userId, userId),
        eq(uploads.status, 'ready'),
        gt(uploads.expiresAt, ctx.clock.now()),
        kind && eq(uploads.kind, kind),
        sql`(${uploads.createdAt}, ${uploads.id}) < (${after.createdAt}, ${after.id})`,
      ),
    )
    .orderBy(desc(uploads.createdAt), desc(uploads.id))
    .limit(limit + 1);
  const { items, nextCursor } = cutPage(rows, limit);
  return { items: items.map((row) => toUpload(ctx, row)), nextCursor };
};
