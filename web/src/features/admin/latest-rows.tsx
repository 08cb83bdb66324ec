import type { ReactNode } from 'react';
import { cx } from '../../ui/cx.ts';

type Column<Row> = { key: string; name: string; className: string; cell: (row: Row) => ReactNode };

type LatestRowsProps<Row> = {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
};

/** A few rows of somebody's: a table small enough for a phone. */
export const LatestRows = <Row extends { id: string }>({ label, columns, rows }: LatestRowsProps<Row>) => (
  <table aria-label={label} className="mt-6 w-full border-collapse text-sm">
    <thead className="text-xs text-ink-3">
      <tr>
        {columns.map(({ key, name, className }) => (
          <th key={key} scope="col" className={cx('pb-2 font-medium not-first:ps-4', className)}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={row.id} className="h-12 border-t border-line align-middle">
          {columns.map(({ key, className, cell }) => (
            <td key={key} className={cx('py-2 not-first:ps-4', className)}>
              {cell(row)}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);
