import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../../api/api-error.ts';
import { createSubscription, type PlanWish, verifySubscription } from '../../api/plan-queries.ts';
import type { Currency, Subscription } from '../../api/wire.ts';
import { openCheckout } from '../checkout/open-checkout.ts';
import { readMoneyAnew } from '../checkout/use-buying.ts';
import { useOrderKey } from '../editor/use-order-key.ts';

type SubscribeEnd = { kind: 'begun' | 'waiting' } | { kind: 'left'; reason: string | undefined };

/** Takes somebody through the checkout. Where its end cannot be confirmed, the plan waits: it begins by itself. */
const begin = async (opened: Subscription): Promise<SubscribeEnd> => {
  if (opened.checkout === null) return { kind: 'waiting' };
  const end = await openCheckout(opened.checkout);
  if (end.kind === 'left') return end;
  try {
    const { paidCycles } = await verifySubscription(opened.id, end.fields);
    return { kind: paidCycles > 0 ? 'begun' : 'waiting' };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { kind: 'waiting' };
  }
};

/** The press that begins a plan. @param onBegun called once it is paid and confirmed */
export const useSubscribing = (onBegun: () => void) => {
  const cache = useQueryClient();
  const key = useOrderKey();
  const subscribing = useMutation({
    mutationFn: async (wish: PlanWish & { currency: Currency }) =>
      begin(await createSubscription({ ...wish, clientSubscriptionId: key.of(wish) })),
    onSuccess: async (end) => {
      if (end.kind === 'left') return;
      key.forget();
      await readMoneyAnew(cache);
      if (end.kind === 'begun') onBegun();
    },
  });
  const end = subscribing.data;
  return {
    subscribe: subscribing.mutate,
    isPending: subscribing.isPending,
    error: subscribing.error,
    left: end?.kind === 'left' ? end : undefined,
    isWaiting: end?.kind === 'waiting',
  };
};
