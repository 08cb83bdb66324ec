import { infiniteQueryOptions, QueryClient, queryOptions } from '@tanstack/react-query';
import { isTransient } from './api-error.ts';
import { api, type HistoryFilter } from './client.ts';

const RETRIES_MAX = 2;
const MINUTE_MS = 60_000;
const JOBS_PAGE_ITEMS = 20;
const BELL_ITEMS = 12;

/** Retries only what may pass by itself; a refusal is shown at once. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => failures < RETRIES_MAX && isTransient(error),
      },
      mutations: { retry: false },
    },
  });

/** The cache's keys, so that live events and screens mean the same entry. */
export const keys = {
  config: ['config'],
  welcome: ['welcome'],
  me: ['me'],
  voices: ['voices'],
  vendors: ['vendors'],
  guest: ['guest'],
  prices: ['prices'],
  quotes: ['quotes'],
  jobs: ['jobs'],
  jobLists: ['jobs', 'list'],
  job: (jobId: string) => ['jobs', 'one', jobId],
  history: ['history'],
  ledger: ['ledger'],
  orders: ['orders'],
  order: (orderId: string) => ['orders', 'one', orderId],
  notifications: ['notifications'],
  sessions: ['sessions'],
  tokens: ['tokens'],
  secondFactor: ['second-factor'],
  ownKeys: ['own-keys'],
  models: (module: string) => ['models', module],
  conversations: ['conversations'],
  conversationLists: ['conversations', 'list'],
  conversation: (conversationId: string) => ['conversations', 'one', conversationId],
} as const;

/** It changes with a deployment, and a page outlives none for long. */
export const configQuery = queryOptions({
  queryKey: keys.config,
  queryFn: ({ signal }) => api.getConfig(signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The token in it is given out once, so it is asked for once. */
export const welcomeQuery = queryOptions({
  queryKey: keys.welcome,
  queryFn: api.welcome,
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});

export const meQuery = queryOptions({ queryKey: keys.me, queryFn: ({ signal }) => api.getMe(signal) });

export const voicesQuery = queryOptions({
  queryKey: keys.voices,
  queryFn: ({ signal }) => api.listVoices(signal),
  staleTime: 10 * MINUTE_MS,
});

export const guestQuery = queryOptions({
  queryKey: keys.guest,
  queryFn: ({ signal }) => api.getGuestAllowance(signal),
});

export const pricesQuery = queryOptions({
  queryKey: keys.prices,
  queryFn: ({ signal }) => api.getPrices(signal),
  staleTime: 10 * MINUTE_MS,
});

export const jobQuery = (jobId: string) =>
  queryOptions({ queryKey: keys.job(jobId), queryFn: ({ signal }) => api.getJob(jobId, signal) });

export const jobsQuery = infiniteQueryOptions({
  queryKey: keys.jobLists,
  queryFn: ({ pageParam, signal }) => api.listJobs(pageParam, JOBS_PAGE_ITEMS, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
});

/** What is kept, newest first. */
export const historyQuery = (filter: HistoryFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.history, filter],
    queryFn: ({ pageParam, signal }) => api.listHistory(filter, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const notificationsQuery = queryOptions({
  queryKey: keys.notifications,
  queryFn: ({ signal }) => api.listNotifications(undefined, BELL_ITEMS, signal),
});

export const sessionsQuery = queryOptions({
  queryKey: keys.sessions,
  queryFn: ({ signal }) => api.listSessions(signal),
});

export const secondFactorQuery = queryOptions({
  queryKey: keys.secondFactor,
  queryFn: ({ signal }) => api.getSecondFactor(signal),
});

export const ownKeysQuery = queryOptions({
  queryKey: keys.ownKeys,
  queryFn: ({ signal }) => api.listOwnKeys(signal),
});

export const tokensQuery = queryOptions({ queryKey: keys.tokens, queryFn: ({ signal }) => api.listTokens(signal) });
