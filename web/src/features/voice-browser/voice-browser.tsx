import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react';
import { VOICE_SEARCH_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import type { Vendor, Voice, VoiceList } from '../../api/wire.ts';
import { ReadFault } from '../../app/read-fault.tsx';
import { Button } from '../../ui/button.tsx';
import { ChoiceRow } from '../../ui/choice-row.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Input } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useDebounced } from '../../ui/use-debounced.ts';
import { VendorNote } from '../voice-settings/vendor-note.tsx';
import { baseOf } from '../voices/voice-names.ts';
import { languageFilterOptions, speechPriceInWords } from './browser-words.ts';
import { type VoiceFilter, voiceSearchQuery } from './voice-queries.ts';
import { VoiceResults } from './voice-results.tsx';

const REST_MS = 250;
const ROWS_WAITING = 8;
const ALL = '';

type VoiceBrowserProps = {
  vendors: readonly Vendor[];
  /** The languages that can be asked for. */
  list: VoiceList;
  voice: Voice | undefined;
  language: string;
  onPick: (voice: Voice) => void;
  onClose: () => void;
};

const isGender = (value: string): value is VoiceFilter['gender'] =>
  value === ALL || value === 'female' || value === 'male' || value === 'neutral';

/** Every voice of every vendor, looked through by vendor, language, gender and words, each to be heard at a press. */
export const VoiceBrowser = ({ vendors, list, voice, language, onPick, onClose }: VoiceBrowserProps) => {
  const { t } = useLingui();
  const [filter, setFilter] = useState<VoiceFilter>({ provider: ALL, language: baseOf(language), gender: ALL, q: '' });
  const body = useRef<HTMLDivElement>(null);
  const q = useDebounced(filter.q.trim(), REST_MS);
  const query = useInfiniteQuery(voiceSearchQuery({ ...filter, q }));
  const voices = useMemo(() => query.data?.pages.flatMap((page) => page.voices), [query.data]);
  const vendorNames = useMemo(() => new Map(vendors.map(({ id, name }) => [id, name])), [vendors]);
  const vendor = vendors.find(({ id }) => id === filter.provider);
  const narrow = (part: Partial<VoiceFilter>) => setFilter((known) => ({ ...known, ...part }));
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [isFetchingNextPage, fetchNextPage]);
  const toList = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    body.current?.querySelector<HTMLElement>('[data-voice][tabindex="0"]')?.focus();
  };
  const voiceName = voice?.name ?? '';
  const vendorName = voice ? (vendorNames.get(voice.provider) ?? voice.provider) : '';
  return (
    <Dialog
      open
      onClose={onClose}
      size="lg"
      title={t`Choose a voice`}
      description={
        <>
          {voice && t`Now ${voiceName} of ${vendorName}.`}{' '}
          <span className="pointer-coarse:hidden">
            <Trans>In the list, Space plays a voice and Enter takes it.</Trans>
          </span>
        </>
      }
    >
      <div ref={body} className="grid content-start">
        <div className="sticky top-0 z-10 -mx-6 grid gap-3 bg-raised px-6 pb-3">
          <ChoiceRow
            label={t`Vendor`}
            value={filter.provider}
            onValueChange={(provider) => narrow({ provider })}
            options={[
              { value: ALL, label: t({ message: 'All', context: 'vendors' }) },
              ...vendors.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          <div className="grid grid-cols-2 gap-2 sm:grid-cols-[minmax(0,1fr)_13rem_9rem]">
            <div className="relative max-sm:col-span-2">
              <Search
                aria-hidden="true"
                className="pointer-events-none absolute start-3 top-1/2 size-4 -translate-y-1/2 text-ink-3"
              />
              <Input
                type="search"
                aria-label={t`Search voices`}
                placeholder={t`Name or description`}
                maxLength={VOICE_SEARCH_MAX_CHARS}
                value={filter.q}
                data-autofocus
                onChange={(event) => narrow({ q: event.target.value })}
                onKeyDown={toList}
                className="ps-9 text-sm! [&::-webkit-search-cancel-button]:appearance-none"
              />
            </div>
            <Select
              aria-label={t`Language`}
              value={filter.language}
              onValueChange={(value) => narrow({ language: value })}
              options={[{ value: ALL, label: t`Any language` }, ...languageFilterOptions(list)]}
            />
            <Select
              aria-label={t`Gender of the voice`}
              value={filter.gender}
              onValueChange={(gender) => isGender(gender) && narrow({ gender })}
              options={[
                { value: ALL, label: t`Any gender` },
                { value: 'female', label: t`Female` },
                { value: 'male', label: t`Male` },
                { value: 'neutral', label: t`Neutral` },
              ]}
            />
          </div>
          <p className="flex min-h-4 flex-wrap gap-x-2 text-xs text-ink-3">
            {vendor ? speechPriceInWords(vendor.price) : <Trans>The price depends on the vendor.</Trans>}
            <VendorNote vendor={vendor} />
          </p>
        </div>
        {voices === undefined && !query.error && <RowsWaiting />}
        {voices === undefined && query.error && <ReadFault title={t`The voices could not be read`} query={query} />}
        {voices?.length === 0 && (
          <EmptyState
            title={t`No voice is like that`}
            action={
              <Button onClick={() => setFilter({ provider: ALL, language: ALL, gender: ALL, q: '' })}>
                <Trans>Show all voices</Trans>
              </Button>
            }
          >
            <Trans>Another word, language or vendor may find one.</Trans>
          </EmptyState>
        )}
        {voices !== undefined && voices.length > 0 && (
          <div aria-busy={query.isPlaceholderData || undefined} className="transition-opacity aria-busy:opacity-60">
            <VoiceResults
              voices={voices}
              vendorNames={vendorNames}
              chosen={voice?.id}
              language={filter.language === ALL ? baseOf(language) : filter.language}
              onPick={onPick}
              onMore={hasNextPage ? more : undefined}
            />
          </div>
        )}
        {isFetchingNextPage && <Skeleton className="my-3 h-10" />}
      </div>
    </Dialog>
  );
};

/** The shape of the list while its first page is on its way. */
const RowsWaiting = () => (
  <div aria-busy="true" className="border-t border-line">
    {Array.from({ length: ROWS_WAITING }, (_, row) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: rows without anything in them have nothing else
      <div key={row} className="flex h-16 items-center gap-3 border-b border-line px-3">
        <Skeleton className="size-8 rounded-full" />
        <div className="grid grow gap-2">
          <Skeleton className="h-3.5 w-32" />
          <Skeleton className="h-3 w-3/5" />
        </div>
      </div>
    ))}
  </div>
);
