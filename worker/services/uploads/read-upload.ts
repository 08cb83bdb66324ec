import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { type FileReply, type FileWish, serveFile } from '../assets/serve-file.ts';
import { requireUpload } from './upload-row.ts';

/**
 * The file of an upload of the user's own, whole or in part, as it is kept.
 * @throws AppError not_found, also while it is not ready; asset_gone when the bucket has lost it; range_not_satisfiable.
 */
export const readUpload = async (
  ctx: Context,
  { wish, ...own }: { userId: string; uploadId: string; wish: FileWish },
): Promise<FileReply> => {
  const { sha256, ...row } = await requireUpload(ctx, own);
  if (row.status !== 'ready' || sha256 === null) throw new AppError('not_found', 'This file has not arrived.');
  return serveFile(ctx, { ...row, sha256, disposition: 'inline' }, wish);
};
