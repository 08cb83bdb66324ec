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
  'border-line align-top max-xl:grid max-xl:grid-cols-2 max-xl:gap-x-4 max-xl:gap-y-3 max-xl:rounded-md max-xl:border ' +
  'max-xl:bg-surface max-xl:p-4 sm:max-xl:grid-cols-4 xl:border-t';

type BookTableProps<Row> = { label: string; columns: readonly BookColumn<Row>[]; rows: readonly Row[] };

/** Rows of a book: a table, and on a phone a card each that names what it shows. */
export const BookTable = <Row extends { id: string }>({ label, columns, rows }: BookTableProps<Row>) => (
  <table aria-label={label} className="w-full border-collapse text-sm max-xl:block">
    <thead className="text-xs text-ink-3 max-xl:sr-only">
      <tr>
        {columns.map(({ key, name, end }) => (
          <th key={key} scope="col" className={cx('pb-2 font-medium not-first:ps-4', end ? 'text-end' : 'text-start')}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
    <tbody className="max-xl:grid max-xl:gap-3">
      {rows.map((row) => (
        <tr key={row.id} className={ROW}>
          {columns.map(({ key, name, end, wide, cell }) => {
            const shown = cell(row);
            return (
              <td
                key={key}
                className={cx(
                  'max-xl:grid max-xl:min-w-0 max-xl:content-start max-xl:gap-0.5 xl:py-3 xl:not-first:ps-4',
                  wide && 'max-xl:col-span-2',
                  end && 'xl:text-end xl:whitespace-nowrap',
                  shown === null && 'max-xl:hidden',
                )}
              >
                <span aria-hidden="true" className="text-xs text-ink-3 xl:hidden">
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
  <div aria-busy="true" className="grid max-xl:gap-3 xl:pt-6">
    {SKELETON_ROWS.map((row) => (
      <div
        key={row}
        className="flex items-center gap-6 border-line max-xl:h-44 max-xl:rounded-md max-xl:border max-xl:bg-surface max-xl:p-4 xl:h-16 xl:border-t"
      >
        <Skeleton className="h-4 w-32" />
        <Skeleton className="h-4 grow" />
        <Skeleton className="h-4 w-20 max-xl:hidden" />
      </div>
    ))}
  </div>
);
