import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { read, routes, until } from './client.ts';
import { keys } from './queries.ts';
import type { StatementFilter } from './wire.ts';

const PAGE_ITEMS = 50;

/** Only what is set: an empty field of a query is a field as well. */
const toQuery = ({ kind, from, to }: StatementFilter) => ({
  ...(kind === undefined ? {} : { kind }),
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
});

/** The statement. Under the ledger's key, so that whatever moves a credit brings it up to date. */
export const statementQuery = (filter: StatementFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.ledger, 'statement', filter],
    queryFn: ({ pageParam, signal }) => {
      const query = {
        ...toQuery(filter),
        limit: PAGE_ITEMS,
        ...(pageParam === undefined ? {} : { cursor: pageParam }),
      };
      return read(routes.ledger.$get({ query }, until(signal)));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    // Another filter shows the old rows until it has its own: nothing jumps.
    placeholderData: keepPreviousData,
  });

/** Of the ledger, since every charge moves what is spent. */
export const dailyCapQuery = queryOptions({
  queryKey: [...keys.ledger, 'daily-cap'],
  queryFn: ({ signal }) => read(routes.users.me['daily-cap'].$get({}, until(signal))),
});

export const usageQuery = queryOptions({
  queryKey: [...keys.ledger, 'usage'],
  queryFn: ({ signal }) => read(routes.users.me.usage.$get({}, until(signal))),
});

export const receiptQuery = (jobId: string) =>
  queryOptions({
    queryKey: [...keys.ledger, 'receipt', jobId],
    queryFn: ({ signal }) => read(routes.jobs[':jobId'].receipt.$get({ param: { jobId } }, until(signal))),
  });

/** Walks the whole chain on the server; asked for, never by itself. */
export const verifyLedger = () => read(routes.ledger.verify.$get());

/** The same rows as a file. */
export const statementUrlOf = (filter: StatementFilter): string => {
  const pairs = Object.entries(toQuery(filter)).map(([name, value]) => [name, String(value)]);
  return `/api/ledger/statement.csv${pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : ''}`;
};
