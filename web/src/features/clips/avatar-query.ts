import { queryOptions } from '@tanstack/react-query';
import { read, routes, until } from '../../api/client.ts';

const KEPT_MS = 10 * 60_000;

/** The people who can speak a recording. */
export const avatarsQuery = queryOptions({
  queryKey: ['avatars'],
  queryFn: ({ signal }) => read(routes.avatars.$get({}, until(signal))),
  staleTime: KEPT_MS,
});
