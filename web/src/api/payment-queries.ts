import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { read, routes, until } from './client.ts';
import { keys } from './queries.ts';
import type { BillingDetails } from './wire.ts';

const PAYMENTS_SHOWN = 5;

const { payments } = routes;
const { billing } = routes.users.me;

/** All payments, newest first. Under the ledger's key, so that whatever moves a credit brings them up to date. */
export const paymentsQuery = infiniteQueryOptions({
  queryKey: [...keys.ledger, 'payments'],
  queryFn: ({ pageParam: cursor, signal }) => {
    const query = { limit: PAYMENTS_SHOWN, ...(cursor === undefined ? {} : { cursor }) };
    return read(payments.$get({ query }, until(signal)));
  },
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
});

export const paymentQuery = (paymentId: string) =>
  queryOptions({
    queryKey: [...keys.ledger, 'payment', paymentId],
    queryFn: ({ signal }) => read(payments[':paymentId'].$get({ param: { paymentId } }, until(signal))),
  });

export const billingQuery = queryOptions({
  queryKey: ['billing'],
  queryFn: ({ signal }) => read(billing.$get({}, until(signal))),
});

export const changeBilling = (details: BillingDetails): Promise<BillingDetails> =>
  read(billing.$put({ json: details }));
