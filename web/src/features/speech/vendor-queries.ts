import { queryOptions } from '@tanstack/react-query';
import { api, read, routes, until } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import type { Order, OrderPrice } from './order.ts';

const KEPT_MS = 10 * 60_000;
const STATUS_KEPT_MS = 60_000;

/** Who speaks, what each can do and what it costs. */
export const vendorsQuery = queryOptions({
  queryKey: keys.vendors,
  queryFn: ({ signal }) => read(routes.vendors.$get({}, until(signal))),
  staleTime: KEPT_MS,
});

/** How the vendors are now; it changes by the minute. */
export const vendorStatusQuery = queryOptions({
  queryKey: [...keys.vendors, 'status'],
  queryFn: ({ signal }) => read(routes.vendors.status.$get({}, until(signal))),
  staleTime: STATUS_KEPT_MS,
  refetchInterval: STATUS_KEPT_MS,
});

/** One voice by its id: the house's list holds the house's own alone. */
export const voiceQuery = (voiceId: string) =>
  queryOptions({
    queryKey: [...keys.voices, 'one', voiceId],
    queryFn: ({ signal }) => read(routes.voices[':voiceId'].$get({ param: { voiceId } }, until(signal))),
    staleTime: KEPT_MS,
  });

/** A job's whole script. */
export const scriptQuery = (jobId: string) =>
  queryOptions({
    queryKey: [...keys.job(jobId), 'script'],
    queryFn: ({ signal }) =>
      read(routes.tts.jobs[':transactionId'].script.$get({ param: { transactionId: jobId } }, until(signal))),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What an order would cost now. A kept quote is one for the same balance, so it goes stale at once. */
export const orderQuoteQuery = (order: Order) =>
  queryOptions({
    queryKey: [...keys.quotes, order],
    queryFn: async ({ signal }): Promise<OrderPrice> => {
      if (order.kind === 'script') return api.quoteSpeech(order.params, signal);
      return { ...(await read(routes.tts.scenes.$post({ json: order.params }, until(signal)))), ids: order.ids };
    },
    staleTime: 5_000,
    gcTime: 60_000,
    retry: false,
  });

/** Orders it; the same key and order again are the same job. */
export const placeOrder = (clientJobId: string, order: Order) =>
  order.kind === 'script'
    ? api.createJob({ clientJobId, module: 'tts', params: order.params })
    : read(routes.tts['split-scenes'].$post({ json: { clientJobId, ...order.params } }));
