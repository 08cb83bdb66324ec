import type { ReactNode } from 'react';
import { cx } from '../../../ui/cx.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';

export type BookColumn<Row> = { key: string; name: string; end?: boolean; cell: (row: Row) => ReactNode };

const SKELETON_ROWS = [0, 1, 2, 3, 4, 5];
const ROW =
  'border-line align-top max-md:grid max-md:gap-2 max-md:rounded-md max-md:border max-md:bg-surface max-md:p-4 md:border-t';

type BookTableProps<Row> = { label: string; columns: readonly BookColumn<Row>[]; rows: readonly Row[] };

/** Rows of a book: a table, and on a phone a card each that names what it shows. */
export const BookTable = <Row extends { id: string }>({ label, columns, rows }: BookTableProps<Row>) => (
  <table aria-label={label} className="w-full border-collapse text-sm max-md:block">
    <thead className="text-xs text-ink-3 max-md:sr-only">
      <tr>
        {columns.map(({ key, name, end }) => (
          <th key={key} scope="col" className={cx('pb-2 font-medium not-first:ps-4', end ? 'text-end' : 'text-start')}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
    <tbody className="max-md:grid max-md:gap-3">
      {rows.map((row) => (
        <tr key={row.id} className={ROW}>
          {columns.map(({ key, name, end, cell }) => (
            <td
              key={key}
              className={cx(
                'max-md:grid max-md:grid-cols-[6.5rem_minmax(0,1fr)] max-md:gap-3 md:py-3 md:not-first:ps-4',
                end && 'md:text-end md:whitespace-nowrap',
              )}
            >
              <span aria-hidden="true" className="pt-0.5 text-xs text-ink-3 md:hidden">
                {name}
              </span>
              <div className="min-w-0 wrap-anywhere">{cell(row)}</div>
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);

/** The same before it is here. */
export const BookTableSkeleton = () => (
  <div aria-busy="true" className="grid max-md:gap-3 md:pt-6">
    {SKELETON_ROWS.map((row) => (
      <div
        key={row}
        className="flex items-center gap-6 border-line max-md:h-44 max-md:rounded-md max-md:border max-md:bg-surface max-md:p-4 md:h-16 md:border-t"
      >
        <Skeleton className="h-4 w-32" />
        <Skeleton className="h-4 grow" />
        <Skeleton className="h-4 w-20 max-md:hidden" />
      </div>
    ))}
  </div>
);
