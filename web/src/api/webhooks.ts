import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { read, routes, until } from './client.ts';
import type { CreateWebhook, Delivery, DeliveryStatus, UpdateWebhook } from './wire.ts';

const PAGE_ITEMS = 20;
/** What is about to be sent is looked at again after so long; what waits for longer is not waited for. */
const LOOK_AGAIN_MS = 3_000;
const SOON_MS = 60_000;

const { webhooks } = routes;
const one = webhooks[':webhookId'];
const delivery = webhooks.deliveries[':deliveryId'];

export const webhookKeys = {
  all: ['webhooks'],
  deliveries: ['webhook-deliveries'],
  delivery: (deliveryId: string) => ['webhook-deliveries', 'one', deliveryId],
} as const;

/** The calls of the page of webhooks, which loads them with itself. */
export const webhooksApi = {
  create: (json: CreateWebhook) => read(webhooks.$post({ json })),
  update: (webhookId: string, json: UpdateWebhook) => read(one.$patch({ param: { webhookId }, json })),
  remove: async (webhookId: string) => void (await one.$delete({ param: { webhookId } })),
  rotate: (webhookId: string) => read(one.secret.$post({ param: { webhookId } })),
  test: (webhookId: string) => read(one.test.$post({ param: { webhookId } })),
  renewCallbackSecret: () => read(webhooks['callback-secret'].$post()),
  replay: (deliveryId: string) => read(delivery.replay.$post({ param: { deliveryId } })),
} as const;

export const webhooksQuery = queryOptions({
  queryKey: webhookKeys.all,
  queryFn: ({ signal }) => read(webhooks.$get({}, until(signal))),
});

export type DeliveryFilter = { webhookId?: string; status?: DeliveryStatus };

const goesSoon = ({ status, nextTryAt }: Pick<Delivery, 'status' | 'nextTryAt'>): boolean =>
  status === 'pending' && (nextTryAt ?? 0) < Date.now() + SOON_MS;

export const deliveriesQuery = (filter: DeliveryFilter) =>
  infiniteQueryOptions({
    queryKey: [...webhookKeys.deliveries, 'pages', filter],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor ?? undefined,
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filter, limit: PAGE_ITEMS, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      return read(webhooks.deliveries.$get({ query }, until(signal)));
    },
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some(goesSoon)) ? LOOK_AGAIN_MS : false,
  });

export const deliveryQuery = (deliveryId: string) =>
  queryOptions({
    queryKey: webhookKeys.delivery(deliveryId),
    queryFn: ({ signal }) => read(delivery.$get({ param: { deliveryId } }, until(signal))),
    refetchInterval: ({ state }) => (state.data && goesSoon(state.data) ? LOOK_AGAIN_MS : false),
  });
