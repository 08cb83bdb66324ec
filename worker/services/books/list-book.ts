import { z } from 'zod';
import type { Context } from '../../context.ts';
import { BOOK_ROWS, type BookFilter, type BookName, type BookPage } from '../../contract/admin-books.ts';
import { cutPage, type Position, pageStart } from '../../cursor.ts';
import { BOOKS, type Book } from './books.ts';
import { factsOf } from './facts-of.ts';

/** A row as SQL gives it. */
export type RawRow = Position & Record<string, unknown>;

type FilterName = keyof Book['filters'];

/** A filter that is set, as SQL; `param` is where its value is bound. */
const conditionOf = (book: Book, name: FilterName, value: string | number, param: string): string => {
  const meant = book.filters[name];
  if (meant === undefined) throw new Error(`this book has no filter ${name}`);
  if (typeof meant === 'object') return `${param} = ${param} AND (${meant[value] ?? 'FALSE'})`;
  if (name === 'user') return `${meant} IN (SELECT id FROM users WHERE id = ${param} OR email = ${param})`;
  return `${meant} = ${param}`;
};

/** Rows of a book below a place in it, newest first. @param limit how many at most */
export const readBook = async (
  ctx: Pick<Context, 'db'>,
  { name, filter, below, limit }: { name: BookName; filter: BookFilter; below: Position; limit: number },
): Promise<RawRow[]> => {
  const book = BOOKS[name];
  const { from = 0, to, user, processor, demo, status } = filter;
  const conditions = [`(${book.time}, ${book.id}) < (?1, ?2)`, `${book.time} >= ?3`, `${book.time} < ?4`];
  const bound: (string | number)[] = [below.createdAt, below.id, from, to ?? Number.MAX_SAFE_INTEGER, limit];
  const wishes = { user, processor, demo: demo === undefined ? undefined : Number(demo), status };
  for (const [key, value] of Object.entries(wishes)) {
    if (value === undefined) continue;
    bound.push(value);
    conditions.push(conditionOf(book, key as FilterName, value, `?${bound.length}`));
  }
  if (book.where) conditions.push(book.where);
  const columns = Object.entries(book.columns).map(([column, sql]) => `${sql} AS ${column}`);
  const { results } = await ctx.db
    .prepare(
      `SELECT ${book.id} AS id, ${book.time} AS createdAt, ${columns.join(', ')} FROM ${book.from}
        WHERE ${conditions.join(' AND ')} ORDER BY ${book.time} DESC, ${book.id} DESC LIMIT ?5`,
    )
    .bind(...bound)
    .all<RawRow>();
  return results;
};

const named = (id: unknown, name: unknown, email: unknown) => (id === null ? null : { id, name, email });

/** A row as the wire has it: people as objects, flags as booleans, what was told as facts. */
const toItem = ({ flags = [], facts, columns }: Book, row: RawRow): unknown => {
  const { userId, userName, userEmail, adminId, adminName, adminEmail, ...rest } = row;
  return {
    ...rest,
    ...('userId' in columns && { user: named(userId, userName, userEmail) }),
    ...('adminId' in columns && { admin: named(adminId, adminName, adminEmail) }),
    ...Object.fromEntries(flags.map((flag) => [flag, rest[flag] === 1])),
    ...(facts !== undefined && { [facts]: factsOf(String(rest[facts])) }),
  };
};

/** A page of a list of the operators' books, newest first. @throws AppError malformed_cursor. */
export const listBook = async <Name extends BookName>(
  ctx: Pick<Context, 'db'>,
  name: Name,
  { cursor, limit, ...filter }: BookFilter & { cursor?: string | undefined; limit: number },
): Promise<BookPage<Name>> => {
  const rows = await readBook(ctx, { name, filter, below: pageStart(cursor), limit: limit + 1 });
  const { items, nextCursor } = cutPage(rows, limit);
  const list: unknown = z.array(BOOK_ROWS[name]).parse(items.map((row) => toItem(BOOKS[name], row)));
  return { items: list as BookPage<Name>['items'], nextCursor };
};
