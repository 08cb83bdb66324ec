import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { JobRequest } from '../../api/job-request.ts';
import { createOrder, sellingQuery } from '../../api/order-queries.ts';
import { keys, meQuery } from '../../api/queries.ts';
import type { CreateOrder, Currency, ProcessorId } from '../../api/wire.ts';
import { formatNumber } from '../../format.ts';
import { useOrderKey } from '../editor/use-order-key.ts';
import { reckon, type Typed } from './calculator.ts';
import { keptRequests } from './kept-request.ts';
import { type PayEnd, payOrder } from './pay-order.ts';

/** What a payment has changed is read anew; the balance is waited for, since what comes next counts on it. */
export const readMoneyAnew = async (cache: QueryClient): Promise<void> => {
  for (const queryKey of [keys.ledger, keys.quotes, keys.orders]) void cache.invalidateQueries({ queryKey });
  await cache.invalidateQueries({ queryKey: keys.me });
};

type UseBuying = {
  firstCredits: number;
  /** What goes on once the credits are there. */
  request?: JobRequest;
  /** Not called for a payment that was left: one is still here then. */
  onEnd: (end: Exclude<PayEnd, { kind: 'left' }>) => void;
};

/** A purchase while it is being made up: how many, from whom, in what, and the press that pays. */
export const useBuying = ({ firstCredits, request, onEnd }: UseBuying) => {
  const cache = useQueryClient();
  const me = useQuery(meQuery);
  const selling = useQuery(sellingQuery);
  const orderKey = useOrderKey();
  const [typed, setTyped] = useState<Typed>(() => ({
    field: 'credits',
    text: formatNumber(firstCredits),
    isLeft: false,
  }));
  const [wish, setWish] = useState<{ processor?: ProcessorId; currency?: Currency }>({});
  const [isAtCheckout, setIsAtCheckout] = useState(false);
  const sellers = selling.data?.processors ?? [];
  const seller = sellers.find(({ id }) => id === wish.processor) ?? sellers[0];
  const rate = seller?.currencies.find(({ currency }) => currency === wish.currency) ?? seller?.currencies[0];
  const { credits, fault } = reckon(typed, rate?.minorPerUsd ?? 100);

  const paying = useMutation({
    mutationFn: async (choice: Omit<CreateOrder, 'clientOrderId'>) => {
      const order = await createOrder({ clientOrderId: orderKey.of(choice), ...choice });
      // Kept before anybody leaves: the way back is a new page.
      if (request && me.data) keptRequests.keep(order.id, me.data.id, { kind: 'waiting', request });
      void cache.invalidateQueries({ queryKey: keys.orders });
      setIsAtCheckout(true);
      try {
        return await payOrder(order);
      } finally {
        setIsAtCheckout(false);
      }
    },
    onSuccess: async (end) => {
      if (end.kind === 'left') return;
      orderKey.forget();
      if (end.kind === 'paid') await readMoneyAnew(cache);
      onEnd(end);
    },
  });

  return {
    selling,
    sellers,
    seller,
    rate,
    typed,
    setTyped,
    credits,
    fault,
    choose: (part: { processor?: ProcessorId; currency?: Currency }) => setWish((known) => ({ ...known, ...part })),
    pay: () => {
      if (paying.isPending) return;
      setTyped((known) => ({ ...known, isLeft: true }));
      if (!seller || !rate || credits === undefined) return;
      paying.mutate({ credits, processor: seller.id, currency: rate.currency });
    },
    isPaying: paying.isPending,
    isAtCheckout,
    error: paying.error,
    /** Set once somebody has come back without paying. */
    left: paying.data?.kind === 'left' ? paying.data : undefined,
  };
};

export type Buying = ReturnType<typeof useBuying>;
