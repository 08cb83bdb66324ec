import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ReadFault } from '../../app/read-fault.tsx';
import { Card } from '../../ui/card.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

type RowListProps<Item> = {
  label: string;
  query: UseQueryResult<{ items: Item[] }>;
  /** What could not be read, for the title of the fault. */
  failure: string;
  empty: ReactNode;
  children: (item: Item) => ReactNode;
};

/** Rows in a card, in all that can become of them: on their way, not to be had, none, some. */
export const RowList = <Item extends { id: string }>({
  label,
  query,
  failure,
  empty,
  children,
}: RowListProps<Item>) => {
  const items = query.data?.items;
  if (items === undefined && query.isError) {
    return (
      <Card>
        <ReadFault title={failure} query={query} />
      </Card>
    );
  }
  if (items === undefined) return <RowsWaiting />;
  if (items.length === 0) return <Card>{empty}</Card>;
  return (
    <Rows label={label}>
      {items.map((item) => (
        <Row key={item.id}>{children(item)}</Row>
      ))}
    </Rows>
  );
};

/** Two rows that are on their way. */
export const RowsWaiting = () => (
  <Card aria-busy="true">
    {[0, 1].map((row) => (
      <div key={row} className="grid h-[4.5rem] content-center gap-2 border-line px-4 not-first:border-t sm:px-5">
        <Skeleton className="h-4 w-40" />
        <Skeleton className="h-3.5 w-56 max-w-full" />
      </div>
    ))}
  </Card>
);

/** The card that holds rows, as a list with a name. */
export const Rows = ({ label, children }: { label: string; children: ReactNode }) => (
  <Card>
    <ul aria-label={label}>{children}</ul>
  </Card>
);

/** One of them: what it is at the start, what can be done at the end. */
export const Row = ({ children }: { children: ReactNode }) => (
  <li className="flex min-h-[4.5rem] items-center justify-between gap-4 border-line px-4 py-3 not-first:border-t sm:px-5">
    {children}
  </li>
);

/** What a row is, and the small print on it. */
export const RowText = ({ title, badge, children }: { title: string; badge?: ReactNode; children: ReactNode }) => (
  <div className="grid min-w-0 gap-0.5">
    <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
      <span dir="auto" className="min-w-0 text-base font-medium wrap-anywhere">
        {title}
      </span>
      {badge}
    </div>
    <p className="flex flex-wrap gap-x-4 text-sm text-ink-3">{children}</p>
  </div>
);
