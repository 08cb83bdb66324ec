import type { Context } from '../../context.ts';
import type { Upload } from '../../contract/uploads.ts';
import { requireUpload, toUpload } from './upload-row.ts';

/** An upload of the user's own, with fresh links while it is open. @throws AppError not_found */
export const findUpload = async (ctx: Context, own: { userId: string; uploadId: string }): Promise<Upload> =>
  toUpload(ctx, await requireUpload(ctx, own));
