import type { Context } from '../../context.ts';
import type { assets } from '../../db/schema.ts';
import { attachmentOf, fileNameOf } from '../../media/file-name.ts';

type Asset = typeof assets.$inferSelect;

/** What a file was asked for by, or what is said in it; null where nobody said anything. */
const readWords = (ctx: Context, { id }: Asset): Promise<string | null> =>
  ctx.db
    .prepare(
      `SELECT COALESCE(a.title, j.params->>'text', j.params->>'prompt') AS words
        FROM assets a JOIN jobs j ON j.id = a.job_id WHERE a.id = ?1`,
    )
    .bind(id)
    .first<string>('words');

/** `Content-Disposition` of a file made here: what is kept is called by its words, and one of several by its number. */
export const dispositionOf = async (
  ctx: Context,
  asset: Asset,
  { download, extension }: { download: boolean; extension: string },
): Promise<string> => {
  const plain = `ozvena-${asset.kind}-${asset.createdAt}.${extension}`;
  if (!download) return `inline; filename="${plain}"`;
  const number = asset.ordinal > 1 ? `${asset.ordinal} ` : '';
  return attachmentOf(plain, number + fileNameOf((await readWords(ctx, asset)) ?? '', asset.kind, extension));
};
