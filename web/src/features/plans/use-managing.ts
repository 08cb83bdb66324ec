import { useMutation, useQueryClient } from '@tanstack/react-query';
import { SUBSCRIPTION_KEY } from '../../api/plan-queries.ts';
import { keys } from '../../api/queries.ts';
import type { Subscription } from '../../api/wire.ts';

/** Something done to a plan, whose answer is how the plan stands then. */
export const useManaging = <Wish = void>(act: (wish: Wish) => Promise<Subscription>, onDone?: () => void) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: (subscription) => {
      cache.setQueryData(SUBSCRIPTION_KEY, subscription);
      void cache.invalidateQueries({ queryKey: keys.me });
      onDone?.();
    },
  });
};
