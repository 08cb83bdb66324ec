import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { BookFilter, BookName, BookPage, MarkEnterpriseRequest } from '../../../worker/contract/admin-books.ts';
import { adminKeys } from './admin-queries.ts';
import { read, routes, until } from './client.ts';
import { session } from './session.ts';
import type { SetVendorCost } from './wire.ts';

const PAGE_ITEMS = 25;

/** Only what is set: an empty field of a query is a field as well. */
const searchOf = (
  filter: BookFilter | (FiguresOf & { by: string | undefined }),
  more: Record<string, string> = {},
): string => {
  const set = Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return new URLSearchParams({ ...Object.fromEntries(set), ...more }).toString();
};

/** One of the operators' lists, a page at a time. They are many and alike, so they are asked for by name. */
export const bookQuery = <Name extends BookName>(name: Name, filter: BookFilter) =>
  infiniteQueryOptions({
    queryKey: [...adminKeys.books, name, filter],
    queryFn: async ({ pageParam, signal }) => {
      const place = { limit: String(PAGE_ITEMS), ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      const reply = await session.fetch(`/api/admin/${name}?${searchOf(filter, place)}`, { signal });
      return (await reply.json()) as BookPage<Name>;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

/** The same rows as a file, all of them. */
export const bookUrlOf = (name: BookName, filter: BookFilter): string => {
  const search = searchOf(filter);
  return `/api/admin/${name}.csv${search === '' ? '' : `?${search}`}`;
};

/** A time in whole days, UTC, of real money or of what was played. */
export type FiguresOf = { from: number; to: number; demo: boolean };

const figuresQueryOf = ({ from, to, demo }: FiguresOf) => ({ from, to, demo: String(demo) });

export const revenueQuery = (of: FiguresOf, by: 'day' | 'month') =>
  queryOptions({
    queryKey: [...adminKeys.books, 'revenue', of, by],
    queryFn: ({ signal }) => read(routes.admin.revenue.$get({ query: { ...figuresQueryOf(of), by } }, until(signal))),
    placeholderData: keepPreviousData,
  });

/** The same figures as a file. */
export const figuresUrlOf = (name: 'revenue' | 'expenses', of: FiguresOf, by?: 'day' | 'month'): string =>
  `/api/admin/${name}.csv?${searchOf({ ...of, by })}`;

export const expensesQuery = (of: FiguresOf) =>
  queryOptions({
    queryKey: [...adminKeys.books, 'expenses', of],
    queryFn: ({ signal }) => read(routes.admin.expenses.$get({ query: figuresQueryOf(of) }, until(signal))),
    placeholderData: keepPreviousData,
  });

export const feedKey = [...adminKeys.books, 'feed'];
export const feedQuery = queryOptions({
  queryKey: feedKey,
  queryFn: ({ signal }) => read(routes.admin.feed.$get({}, until(signal))),
});

const events = routes.admin['payment-events'];
const about = (eventId: string) => ({ param: { eventId } });

/** How much waits for an operator's look. */
export const openCountsQuery = queryOptions({
  queryKey: [...adminKeys.books, 'open'],
  queryFn: ({ signal }) => read(routes.admin.open.$get({}, until(signal))),
});

/** What operators do in the books. */
export const bookApi = {
  takeUp: (eventId: string) => read(events[':eventId'].reprocess.$post(about(eventId))),
  takeUpAll: () => read(events.reprocess.$post()),
  setAside: (eventId: string, reason: string) =>
    read(events[':eventId']['set-aside'].$post({ ...about(eventId), json: { reason } })),
  seeAlerts: (until: number) => read(routes.admin.alerts.seen.$post({ json: { until } })),
  markRequest: (requestId: string, mark: MarkEnterpriseRequest) =>
    read(routes.admin['enterprise-requests'][':requestId'].status.$post({ param: { requestId }, json: mark })),
  setCost: (vendorId: string, modelId: string, cost: SetVendorCost) =>
    read(routes.admin['vendor-costs'][':vendorId'][':modelId'].$put({ param: { vendorId, modelId }, json: cost })),
} as const;
