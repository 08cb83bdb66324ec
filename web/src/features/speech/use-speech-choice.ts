import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { voicesQuery } from '../../api/queries.ts';
import type { Vendor, Voice, VoiceList } from '../../api/wire.ts';
import { languageSpokenBy, voiceOrFirst } from '../voices/voice-names.ts';
import type { Draft } from './draft.ts';
import { vendorsQuery, voiceQuery } from './vendor-queries.ts';

/** Who speaks, as far as it is known by now. */
export type SpeechChoice = {
  /** The house's voices, and the languages by name. */
  list: VoiceList | undefined;
  vendors: readonly Vendor[] | undefined;
  voice: Voice | undefined;
  vendor: Vendor | undefined;
  /** What is spoken: the wanted language, or the nearest that the voice speaks. */
  language: string;
  /** The voice that was wanted is not there any more, or its vendor is switched off; another one stands in. */
  isGone: boolean;
  error: Error | null;
  /** Reads again what could not be read. */
  retry: () => void;
};

/** Finds the voice of a draft: one of the house's, or a vendor's by its id. */
export const useSpeechChoice = ({
  voiceId,
  provider,
  language,
}: Pick<Draft, 'voiceId' | 'provider' | 'language'>): SpeechChoice => {
  const house = useQuery(voicesQuery);
  const vendors = useQuery(vendorsQuery);
  const isHouse = voiceId === undefined || house.data?.voices.some(({ id }) => id === voiceId) === true;
  const asked = useQuery({ ...voiceQuery(voiceId ?? ''), enabled: house.data !== undefined && !isHouse });
  const items = vendors.data?.items;
  const isUnlisted = asked.data !== undefined && items?.some(({ id }) => id === asked.data.provider) === false;
  const isGone = isUnlisted || (asked.error instanceof ApiError && asked.error.status === 404);
  const fallback =
    isHouse || isGone ? house.data && voiceOrFirst(house.data, { voiceId, provider, language }) : undefined;
  const voice = isUnlisted ? fallback : (asked.data ?? fallback);
  const error = house.error ?? vendors.error ?? (isGone ? null : asked.error);
  const retry = useRetry([house, vendors, asked]);
  // The same as long as nothing in it changes: each card of a long list of scenes is given it.
  return useMemo(
    () => ({
      list: house.data,
      vendors: items,
      voice,
      vendor: items?.find(({ id }) => id === voice?.provider),
      language: voice ? languageSpokenBy(voice, language) : language,
      isGone,
      error,
      retry,
    }),
    [house.data, items, voice, language, isGone, error, retry],
  );
};

/** Reads again those that failed; the same function for good. */
const useRetry = (queries: readonly { error: Error | null; refetch: () => unknown }[]): (() => void) => {
  const latest = useRef(queries);
  useEffect(() => {
    latest.current = queries;
  });
  return useCallback(() => {
    for (const query of latest.current) if (query.error) void query.refetch();
  }, []);
};
