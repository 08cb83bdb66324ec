import { useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { bookQuery } from '../../../api/book-client.ts';
import type { BookName, BookRow } from '../../../api/wire.ts';
import { usePageTitle } from '../../../app/page-title.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { LongList } from '../../studio/long-list.tsx';
import { bookFilterOf } from './book-filter.ts';
import { type BookColumn, BookTable, BookTableSkeleton } from './book-table.tsx';
import { type BookChoices, BookTools, SaveBook } from './book-tools.tsx';

type BookPageProps<Name extends BookName> = BookChoices & {
  name: Name;
  title: string;
  /** What stands in this list, in a sentence or two. */
  about: ReactNode;
  columns: readonly BookColumn<BookRow<Name>>[];
  empty: { title: string; children: ReactNode };
  /** Beside what the list is about: what can be done with all of it. */
  aside?: ReactNode;
  children?: ReactNode;
};

/** One of the operators' books: narrowed by its address, a page at a time, and as a file. */
export const BookPage = <Name extends BookName>(props: BookPageProps<Name>) => {
  const { name, title, about, columns, empty, aside, children, ...choices } = props;
  const { t } = useLingui();
  usePageTitle(title);
  const filter = bookFilterOf(useSearch({ strict: false }));
  const navigate = useNavigate();
  const list = useInfiniteQuery(bookQuery(name, filter));
  const isNarrowed = Object.values(filter).some((value) => value !== undefined);
  return (
    <div className="grid min-w-0 gap-6">
      <div className="flex flex-wrap items-start justify-between gap-4">
        <p className="max-w-[60ch] text-sm text-ink-2">{about}</p>
        <div className="flex flex-wrap gap-2">
          {aside}
          <SaveBook name={name} filter={filter} />
        </div>
      </div>
      <BookTools
        {...choices}
        filter={filter}
        onFilter={(change) => void navigate({ to: '.', search: { ...filter, ...change }, replace: true })}
      />
      <LongList
        query={list}
        skeleton={<BookTableSkeleton />}
        failure={t`This list could not be read`}
        more={t`Older entries`}
        empty={
          isNarrowed ? (
            <EmptyState title={t`No entry fits`}>{t`Widen what the list is narrowed by.`}</EmptyState>
          ) : (
            <EmptyState title={empty.title}>{empty.children}</EmptyState>
          )
        }
      >
        {(items) => <BookTable label={title} columns={columns} rows={items as readonly BookRow<Name>[]} />}
      </LongList>
      {children}
    </div>
  );
};
