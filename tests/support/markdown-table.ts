const row = (cells: string[]): string => `| ${cells.join(' | ')} |`;

/** A table as the formatter has it: every column as wide as its widest cell. The first row is the head. */
export const markdownTable = (rows: string[][]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => (cells[column] ?? '').length)));
  const padded = rows.map((cells) => row(cells.map((cell, column) => cell.padEnd(widths[column] ?? 0))));
  return [padded[0], row(widths.map((width) => '-'.repeat(width))), ...padded.slice(1)].join('\n');
};
