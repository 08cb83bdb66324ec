import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { LedgerPage } from '../../contract/money.ts';
import type { LedgerQuery } from '../../contract/statement.ts';
import { AppError } from '../../errors.ts';
import { readAccountState } from '../../ledger/read.ts';
import { readEntries } from '../../ledger/statement.ts';

const cursorSchema = z.string().regex(/^[1-9][0-9]{0,14}$/);

/** A page of the user's own ledger, newest first. The cursor is the number of the last row seen. @throws AppError malformed_cursor. */
export const listEntries = async (
  ctx: Context,
  { userId, cursor: after, limit, ...filter }: LedgerQuery & { userId: string },
): Promise<LedgerPage> => {
  const cursor = cursorSchema.optional().safeParse(after);
  if (!cursor.success) throw new AppError('malformed_cursor', 'This cursor is not one of ours.');
  const beforeSeq = cursor.data ? Number(cursor.data) : Number.MAX_SAFE_INTEGER;
  const [rows, state] = await Promise.all([
    readEntries(ctx.db, userId, { ...filter, beforeSeq, limit: limit + 1 }),
    readAccountState(ctx.db, userId),
  ]);
  const items = rows.slice(0, limit);
  return {
    items,
    nextCursor: rows.length > limit ? String(items.at(-1)?.seq) : null,
    balanceCredits: state.account?.head.balanceCredits ?? 0,
  };
};
