import { queryOptions } from '@tanstack/react-query';
import { read, routes, until } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';

const KEPT_MS = 10 * 60_000;
const STATUS_KEPT_MS = 60_000;

/** Who speaks, what each can do and what it costs. */
export const vendorsQuery = queryOptions({
  queryKey: keys.vendors,
  queryFn: ({ signal }) => read(routes.vendors.$get({}, until(signal))),
  staleTime: KEPT_MS,
});

/** How the vendors are now; it changes by the minute. */
export const vendorStatusQuery = queryOptions({
  queryKey: [...keys.vendors, 'status'],
  queryFn: ({ signal }) => read(routes.vendors.status.$get({}, until(signal))),
  staleTime: STATUS_KEPT_MS,
  refetchInterval: STATUS_KEPT_MS,
});

/** One voice by its id: the house's list holds the house's own alone. */
export const voiceQuery = (voiceId: string) =>
  queryOptions({
    queryKey: [...keys.voices, 'one', voiceId],
    queryFn: ({ signal }) => read(routes.voices[':voiceId'].$get({ param: { voiceId } }, until(signal))),
    staleTime: KEPT_MS,
  });

/** A job's whole script. */
export const scriptQuery = (jobId: string) =>
  queryOptions({
    queryKey: [...keys.job(jobId), 'script'],
    queryFn: ({ signal }) =>
      read(routes.tts.jobs[':transactionId'].script.$get({ param: { transactionId: jobId } }, until(signal))),
    staleTime: Number.POSITIVE_INFINITY,
  });
