export type StatementSearch = { row?: number; at?: number };

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0;

/** The row of the statement that an address leads to: its number, and when it was written. What is no number is left out. */
export const statementSearchOf = ({ row, at }: Record<string, unknown>): StatementSearch =>
  isCount(row) && isCount(at) ? { row, at } : {};
