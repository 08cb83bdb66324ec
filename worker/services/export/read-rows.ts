import type { Context } from '../../context.ts';
import type { ExportTable } from './export-tables.ts';

/** Rows read at once: what is held in memory of a table of any length. */
const PAGE_ROWS = 500;

export type ExportRow = Record<string, unknown>;

/** A user's rows of a table, oldest first, a page at a time. */
export async function* readRows(
  ctx: Pick<Context, 'db'>,
  { table, columns, json = [] }: ExportTable,
  userId: string,
): AsyncGenerator<ExportRow[]> {
  const selected = Object.entries(columns).map(([name, column]) => `${column} AS ${name}`);
  const sql = `SELECT rowid AS position, ${selected.join(', ')} FROM ${table}
    WHERE user_id = ?1 AND rowid > ?2 ORDER BY rowid LIMIT ${PAGE_ROWS}`;
  for (let after = 0, isLast = false; !isLast; ) {
    const { results } = await ctx.db.prepare(sql).bind(userId, after).all<ExportRow & { position: number }>();
    isLast = results.length < PAGE_ROWS;
    after = results.at(-1)?.position ?? after;
    yield results.map(({ position: _, ...row }) => {
      const read = json.map((name) => [name, JSON.parse(String(row[name]))] as const);
      return { ...row, ...Object.fromEntries(read) };
    });
  }
}

/** Rows as a JSON array, one a line. */
export async function* toJson(pages: AsyncIterable<ExportRow[]>): AsyncGenerator<string> {
  let opener = '[\n';
  for await (const rows of pages) {
    if (rows.length === 0) continue;
    yield opener + rows.map((row) => JSON.stringify(row)).join(',\n');
    opener = ',\n';
  }
  yield opener === '[\n' ? '[]\n' : '\n]\n';
}

/** RFC 4180; a text that a spreadsheet would take for a formula gets an apostrophe before it, and so does one that has it. */
const toCell = (value: unknown): string => {
  if (typeof value === 'number') return String(value);
  const text = value === null || value === undefined ? '' : String(value);
  const harmless = /^['=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

/** Rows as CSV with a line of names. */
export async function* toCsv(names: readonly string[], pages: AsyncIterable<ExportRow[]>): AsyncGenerator<string> {
  const line = (cells: readonly unknown[]) => `${cells.map(toCell).join(',')}\r\n`;
  yield line(names);
  for await (const rows of pages) {
    if (rows.length > 0) yield rows.map((row) => line(names.map((name) => row[name]))).join('');
  }
}
