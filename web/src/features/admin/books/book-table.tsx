import type { ReactNode } from 'react';
import { cx } from '../../../ui/cx.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';

export type BookColumn<Row> = {
  key: string;
  name: string;
  end?: boolean;
  /** Takes the whole of a card's line. */
  wide?: boolean;
  cell: (row: Row) => ReactNode;
};

const SKELETON_ROWS = [0, 1, 2, 3, 4, 5];
const ROW =
  'border-line align-top max-lg:grid max-lg:grid-cols-2 max-lg:gap-x-4 max-lg:gap-y-3 max-lg:rounded-md max-lg:border ' +
  'max-lg:bg-surface max-lg:p-4 sm:max-lg:grid-cols-4 lg:border-t';

type BookTableProps<Row> = { label: string; columns: readonly BookColumn<Row>[]; rows: readonly Row[] };

/** Rows of a book: a table, and on a phone a card each that names what it shows. */
export const BookTable = <Row extends { id: string }>({ label, columns, rows }: BookTableProps<Row>) => (
  <table aria-label={label} className="w-full border-collapse text-sm max-lg:block">
    <thead className="text-xs text-ink-3 max-lg:sr-only">
      <tr>
        {columns.map(({ key, name, end }) => (
          <th key={key} scope="col" className={cx('pb-2 font-medium not-first:ps-4', end ? 'text-end' : 'text-start')}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
    <tbody className="max-lg:grid max-lg:gap-3">
      {rows.map((row) => (
        <tr key={row.id} className={ROW}>
          {columns.map(({ key, name, end, wide, cell }) => {
            const shown = cell(row);
            return (
              <td
                key={key}
                className={cx(
                  'max-lg:grid max-lg:min-w-0 max-lg:content-start max-lg:gap-0.5 lg:py-3 lg:not-first:ps-4',
                  wide && 'max-lg:col-span-2',
                  end && 'lg:text-end lg:whitespace-nowrap',
                  shown === null && 'max-lg:hidden',
                )}
              >
                <span aria-hidden="true" className="text-xs text-ink-3 lg:hidden">
                  {name}
                </span>
                <div className="min-w-0 wrap-break-word">{shown}</div>
              </td>
            );
          })}
        </tr>
      ))}
    </tbody>
  </table>
);

/** The same before it is here. */
export const BookTableSkeleton = () => (
  <div aria-busy="true" className="grid max-lg:gap-3 lg:pt-6">
    {SKELETON_ROWS.map((row) => (
      <div
        key={row}
        className="flex items-center gap-6 border-line max-lg:h-44 max-lg:rounded-md max-lg:border max-lg:bg-surface max-lg:p-4 lg:h-16 lg:border-t"
      >
        <Skeleton className="h-4 w-32" />
        <Skeleton className="h-4 grow" />
        <Skeleton className="h-4 w-20 max-lg:hidden" />
      </div>
    ))}
  </div>
);
