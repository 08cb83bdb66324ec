import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { WORKER_LEASE_MS } from '../../../worker/contract/limits.ts';
import { adminApi } from './admin-client.ts';
import { modelApi } from './model-client.ts';
import { vendorApi } from './vendor-client.ts';
import type { AdminActionFilter, AdminUserFilter, AdminVoiceFilter, DeletionQuery } from './wire.ts';

const PAGE_ITEMS = 25;
/** Workers tell of themselves three times in a lease. */
export const WORKER_TELLS_EVERY_MS = WORKER_LEASE_MS / 3;

/** Everything operators look at stands under `all`: one event makes it look again. */
export const adminKeys = {
  all: ['admin'],
  users: (filter: AdminUserFilter) => ['admin', 'users', filter],
  user: (userId: string) => ['admin', 'user', userId],
  limits: ['admin', 'limits'],
  vendors: ['admin', 'vendors'],
  vendor: (vendorId: string) => ['admin', 'vendor', vendorId],
  models: ['admin', 'models'],
  voices: (filter: AdminVoiceFilter) => ['admin', 'voices', filter],
  actions: (filter: AdminActionFilter) => ['admin', 'actions', filter],
  books: ['admin', 'books'],
  deletions: (state: DeletionQuery['state']) => ['admin', 'deletions', state],
} as const;

const pages = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor ?? undefined,
  // While one types on, what was found last stays in its place.
  placeholderData: keepPreviousData,
};

export const adminUsersQuery = (filter: AdminUserFilter) =>
  infiniteQueryOptions({
    ...pages,
    queryKey: adminKeys.users(filter),
    queryFn: ({ pageParam: cursor, signal }) => adminApi.listUsers(filter, { cursor, limit: PAGE_ITEMS, signal }),
  });

export const adminUserQuery = (userId: string) =>
  queryOptions({
    queryKey: adminKeys.user(userId),
    queryFn: ({ signal }) => adminApi.getUser(userId, signal),
  });

export const planLimitsQuery = queryOptions({
  queryKey: adminKeys.limits,
  queryFn: ({ signal }) => adminApi.listLimits(signal),
});

export const adminVendorsQuery = queryOptions({
  queryKey: adminKeys.vendors,
  queryFn: ({ signal }) => vendorApi.list(signal),
});

export const adminVendorQuery = (vendorId: string) =>
  queryOptions({
    queryKey: adminKeys.vendor(vendorId),
    queryFn: ({ signal }) => vendorApi.get(vendorId, signal),
  });

export const adminModelsQuery = queryOptions({
  queryKey: adminKeys.models,
  queryFn: ({ signal }) => modelApi.list(signal),
  // While a worker is at work, what is heard of it is looked for as often as it tells.
  refetchInterval: ({ state }) =>
    state.data?.items.some(({ handedOver }) => handedOver.openJobs > 0) ? WORKER_TELLS_EVERY_MS : false,
});

export const adminVoicesQuery = (filter: AdminVoiceFilter) =>
  infiniteQueryOptions({
    ...pages,
    queryKey: adminKeys.voices(filter),
    queryFn: ({ pageParam: cursor, signal }) => vendorApi.listVoices(filter, { cursor, limit: PAGE_ITEMS, signal }),
  });

export const adminActionsQuery = (filter: AdminActionFilter) =>
  infiniteQueryOptions({
    ...pages,
    queryKey: adminKeys.actions(filter),
    queryFn: ({ pageParam: cursor, signal }) => adminApi.listActions(filter, { cursor, limit: PAGE_ITEMS, signal }),
  });

export const adminDeletionsQuery = (state: DeletionQuery['state']) =>
  infiniteQueryOptions({
    ...pages,
    queryKey: adminKeys.deletions(state),
    queryFn: ({ pageParam: cursor, signal }) => adminApi.listDeletions(state, { cursor, limit: PAGE_ITEMS, signal }),
  });
