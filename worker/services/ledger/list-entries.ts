import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { LedgerPage } from '../../contract/money.ts';
import { AppError } from '../../errors.ts';
import { readAccountState, readEntries } from '../../ledger/read.ts';

const cursorSchema = z.string().regex(/^[1-9][0-9]{0,14}$/);

/** A page of the user's own ledger, newest first. The cursor is the number of the last row seen. */
export const listEntries = async (
  ctx: Context,
  input: { userId: string; cursor: string | undefined; limit: number },
): Promise<LedgerPage> => {
  const cursor = cursorSchema.optional().safeParse(input.cursor);
  if (!cursor.success) throw new AppError('malformed_cursor', 'This cursor is not one of ours.');
  const beforeSeq = cursor.data ? Number(cursor.data) : Number.MAX_SAFE_INTEGER;
  const [rows, state] = await Promise.all([
    readEntries(ctx.db, input.userId, { beforeSeq, limit: input.limit + 1 }),
    readAccountState(ctx.db, input.userId),
  ]);
  const items = rows.slice(0, input.limit);
  return {
    items,
    nextCursor: rows.length > input.limit ? String(items.at(-1)?.seq) : null,
    balanceCredits: state.account?.head.balanceCredits ?? 0,
  };
};
