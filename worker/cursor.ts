import { z } from 'zod';
import { AppError } from './errors.ts';

const positionSchema = z.tuple([z.int().nonnegative(), z.string().min(1).max(64)]);

/** A place in a list that is ordered by time and id. */
export type Position = { createdAt: number; id: string };

/** An opaque cursor. It holds only a place in the caller's own list, so nothing is gained by forging one. */
export const encodeCursor = ({ createdAt, id }: Position): string => btoa(JSON.stringify([createdAt, id]));

/** @throws AppError malformed_cursor for anything that `encodeCursor` did not make. */
export const decodeCursor = (cursor: string): Position => {
  try {
    const [createdAt, id] = positionSchema.parse(JSON.parse(atob(cursor)));
    return { createdAt, id };
  } catch (error) {
    throw new AppError('malformed_cursor', 'This cursor is not one of ours.', {}, { cause: error });
  }
};

/** Where a page of a list that runs from the newest back begins. @throws AppError malformed_cursor. */
export const pageStart = (cursor: string | undefined): Position =>
  cursor === undefined ? { createdAt: Number.MAX_SAFE_INTEGER, id: '~' } : decodeCursor(cursor);

/** The page itself, out of rows of which one more than `limit` was read, so that it is known whether more follow. */
export const cutPage = <Row extends Position>(
  rows: readonly Row[],
  limit: number,
): { items: Row[]; nextCursor: string | null } => {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { items: rows.slice(0, limit), nextCursor: last ? encodeCursor(last) : null };
};
