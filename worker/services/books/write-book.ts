import type { Context } from '../../context.ts';
import type { BookFilter, BookName } from '../../contract/admin-books.ts';
import { pageStart } from '../../cursor.ts';
import { toCsv } from '../export/read-rows.ts';
import { toBody } from '../export/to-body.ts';
import { BOOKS } from './books.ts';
import { readBook } from './list-book.ts';

/** Rows read at once: what is held in memory of a list of any length. */
const PAGE_ROWS = 1_000;

async function* pagesOf(ctx: Pick<Context, 'db'>, name: BookName, filter: BookFilter) {
  for (let below = pageStart(undefined), isLast = false; !isLast; ) {
    const rows = await readBook(ctx, { name, filter, below, limit: PAGE_ROWS });
    isLast = rows.length < PAGE_ROWS;
    below = rows.at(-1) ?? below;
    yield rows.map((row) => ({ ...row, time: new Date(row.createdAt).toISOString() }));
  }
}

/** A list of the operators' books as CSV, newest row first, written while it is read. */
export const writeBook = (
  ctx: Pick<Context, 'db' | 'clock'>,
  name: BookName,
  filter: BookFilter,
): { fileName: string; body: ReadableStream<Uint8Array> } => {
  const day = new Date(ctx.clock.now()).toISOString().slice(0, 10);
  const names = ['time', 'id', ...Object.keys(BOOKS[name].columns), 'createdAt'];
  return { fileName: `ozvena-${name}-${day}.csv`, body: toBody(toCsv(names, pagesOf(ctx, name, filter))) };
};
