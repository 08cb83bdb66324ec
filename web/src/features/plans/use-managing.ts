import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '../../api/queries.ts';
import type { Subscription } from '../../api/wire.ts';

/** Something done to a plan, whose answer is how the plan stands then. */
export const useManaging = <Wish = void>(act: (wish: Wish) => Promise<Subscription>, onDone?: () => void) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: (subscription) => {
      cache.setQueryData(keys.subscription, subscription);
      void cache.invalidateQueries({ queryKey: keys.me });
      onDone?.();
    },
  });
};
