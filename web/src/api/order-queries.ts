import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { read, routes, until } from './client.ts';
import { keys } from './queries.ts';
import type { CreateOrder, Order } from './wire.ts';

const MINUTE_MS = 60_000;
const ORDERS_SHOWN = 5;

/** It changes with a deployment; an order keeps the rate of its own moment. */
export const sellingQuery = queryOptions({
  queryKey: ['selling'],
  queryFn: ({ signal }) => read(routes.selling.$get({}, until(signal))),
  staleTime: 10 * MINUTE_MS,
});

export const orderQuery = (orderId: string) =>
  queryOptions({
    queryKey: keys.order(orderId),
    queryFn: ({ signal }) => read(routes.orders[':orderId'].$get({ param: { orderId } }, until(signal))),
  });

/** All orders, newest first. */
export const ordersQuery = infiniteQueryOptions({
  queryKey: [...keys.orders, 'list'],
  queryFn: ({ pageParam: cursor, signal }) => {
    const query = { limit: ORDERS_SHOWN, ...(cursor === undefined ? {} : { cursor }) };
    return read(routes.orders.$get({ query }, until(signal)));
  },
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
});

export const createOrder = (order: CreateOrder): Promise<Order> => read(routes.orders.$post({ json: order }));

/** Has the processor asked how an order stands. @param fields what its checkout gave the browser, or none */
export const verifyOrder = (orderId: string, fields: Record<string, string>): Promise<Order> =>
  read(routes.orders[':orderId'].verify.$post({ param: { orderId }, json: { fields } }));
