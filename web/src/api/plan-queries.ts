import { queryOptions } from '@tanstack/react-query';
import { read, routes, until } from './client.ts';
import { keys } from './queries.ts';
import type { CreateSubscription, Plans, Subscription } from './wire.ts';

const MINUTE_MS = 60_000;

/** Below the account's own: what changes that, such as an event of it, has this read anew as well. */
export const SUBSCRIPTION_KEY = [...keys.me, 'subscription'];

/** A size of Pro paid by the month or by the year. */
export type PlanWish = Pick<CreateSubscription, 'creditsPerMonth' | 'period'>;

/** It changes with a deployment. */
export const plansQuery = queryOptions({
  queryKey: ['plans'],
  queryFn: ({ signal }): Promise<Plans> => read(routes.plans.$get({}, until(signal))),
  staleTime: 10 * MINUTE_MS,
});

/** The live subscription, else the last; null for who never had one. */
export const subscriptionQuery = queryOptions({
  queryKey: SUBSCRIPTION_KEY,
  queryFn: async ({ signal }): Promise<Subscription | null> =>
    (await read(routes.subscriptions.current.$get({}, until(signal)))).subscription,
});

export const createSubscription = (wish: CreateSubscription): Promise<Subscription> =>
  read(routes.subscriptions.$post({ json: wish }));

const named = (subscriptionId: string) => ({ param: { subscriptionId } });

/** Has the processor asked how it stands. @param fields what its checkout gave the browser, or none */
export const verifySubscription = (id: string, fields: Record<string, string>): Promise<Subscription> =>
  read(routes.subscriptions[':subscriptionId'].verify.$post({ ...named(id), json: { fields } }));

export const changeSubscription = (id: string, wish: PlanWish): Promise<Subscription> =>
  read(routes.subscriptions[':subscriptionId'].change.$post({ ...named(id), json: wish }));

export const undoChange = (id: string): Promise<Subscription> =>
  read(routes.subscriptions[':subscriptionId'].change.$delete(named(id)));

export const cancelSubscription = (id: string): Promise<Subscription> =>
  read(routes.subscriptions[':subscriptionId'].cancel.$post(named(id)));

export const askForEnterprise = (json: {
  company: string;
  creditsPerMonth: number;
  message: string;
}): Promise<{ id: string }> => read(routes['enterprise-requests'].$post({ json }));
