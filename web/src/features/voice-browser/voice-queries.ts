import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { read, routes, until } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import type { Voice } from '../../api/wire.ts';

const PAGE_ITEMS = 60;

export type VoiceFilter = {
  provider: string;
  language: string;
  gender: Voice['gender'] | '';
  q: string;
};

const given = <Name extends string, Value extends string>(name: Name, value: Value | '') =>
  (value === '' ? {} : { [name]: value }) as { [Key in Name]?: Value };

/** Voices that fit, page after page. While another filter is looked up the last list stays. */
export const voiceSearchQuery = ({ provider, language, gender, q }: VoiceFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.voices, 'search', { provider, language, gender, q }],
    queryFn: ({ pageParam, signal }) =>
      read(
        routes.voices.$get(
          {
            query: {
              limit: PAGE_ITEMS,
              ...given('provider', provider),
              ...given('language', language),
              ...given('gender', gender),
              ...given('q', q),
              ...given('cursor', pageParam),
            },
          },
          until(signal),
        ),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 10 * 60_000,
  });
