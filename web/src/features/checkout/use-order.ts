import { useQuery, useQueryClient } from '@tanstack/react-query';
import { orderQuery, verifyOrder } from '../../api/order-queries.ts';
import { keys } from '../../api/queries.ts';
import type { Order } from '../../api/wire.ts';
import { isPaid } from './pay-order.ts';
import { readMoneyAnew } from './use-buying.ts';

/** So often the processor is asked while somebody looks on, and no more than so many times: an event comes before that. */
const ASK_EVERY_MS = 15_000;
const ASK_MAX = 40;

const isAwaited = (order: Order | undefined): boolean =>
  order !== undefined && !isPaid(order) && order.processorOrderId !== null;

/** An order as it stands. As long as it is not paid its processor is asked, at once and then gently: a webhook may be lost. */
export const useOrder = (orderId: string) => {
  const cache = useQueryClient();
  const order = useQuery(orderQuery(orderId));
  useQuery({
    queryKey: ['order-checks', orderId],
    queryFn: async () => {
      const asked = await verifyOrder(orderId, {});
      cache.setQueryData(keys.order(orderId), asked);
      if (isPaid(asked)) void readMoneyAnew(cache);
      return asked;
    },
    enabled: isAwaited(order.data),
    refetchInterval: ({ state }) => (state.dataUpdateCount + state.errorUpdateCount < ASK_MAX ? ASK_EVERY_MS : false),
    staleTime: 0,
    retry: false,
  });
  return order;
};
