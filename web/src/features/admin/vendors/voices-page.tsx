import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { VOICE_SEARCH_MAX_CHARS } from '../../../../../worker/contract/limits.ts';
import { adminVendorsQuery, adminVoicesQuery } from '../../../api/admin-queries.ts';
import type { AdminVoice, AdminVoiceFilter } from '../../../api/wire.ts';
import { usePageTitle } from '../../../app/page-title.ts';
import { formatLanguage, formatMoment } from '../../../format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { useSearchText } from '../../../ui/use-search-text.ts';
import { Row, Rows, RowsWaiting, RowText } from '../../account/row-list.tsx';
import { LongList } from '../../studio/long-list.tsx';

/** More of them say no more. */
const LANGUAGES_SHOWN = 3;

/** Every voice that vendors have listed, those that have vanished too. The address keeps what is looked for. */
export const VoicesPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Voices`);
  const filter = useSearch({ from: '/studio/admin/voices' });
  const navigate = useNavigate({ from: '/studio/admin/voices' });
  const list = useInfiniteQuery(adminVoicesQuery(filter));
  const narrow = (change: Partial<AdminVoiceFilter>) =>
    void navigate({ search: (known) => ({ ...known, ...change }), replace: true });
  const [text, setText] = useSearchText(filter.q, (q) => narrow({ q }));
  const isNarrowed = Object.values(filter).some((value) => value !== undefined);
  const showAll = () => {
    setText('');
    void navigate({ search: {}, replace: true });
  };
  return (
    <div className="grid gap-6">
      <Filters text={text} onText={setText} filter={filter} onNarrow={narrow} />
      <LongList
        query={list}
        skeleton={<RowsWaiting />}
        failure={t`The voices could not be read`}
        more={t`More voices`}
        empty={
          <EmptyState
            title={isNarrowed ? t`No voice fits` : t`No voice is stored yet`}
            action={
              isNarrowed && (
                <Button onClick={showAll}>
                  <Trans>Show every voice</Trans>
                </Button>
              )
            }
          >
            <Trans>Vendors list their voices every night, or when you ask for it on a vendor’s page.</Trans>
          </EmptyState>
        }
      >
        {(items) => (
          <Rows label={t`Voices`}>
            {items.map((voice) => (
              <VoiceRow key={voice.id} voice={voice} />
            ))}
          </Rows>
        )}
      </LongList>
    </div>
  );
};

const VoiceRow = ({ voice }: { voice: AdminVoice }) => {
  const { t } = useLingui();
  const shown = voice.languages.slice(0, LANGUAGES_SHOWN).map((tag) => formatLanguage(tag) ?? tag);
  const isLonger = voice.languages.length > shown.length;
  const since = voice.vanishedAt === null ? undefined : formatMoment(voice.vanishedAt);
  return (
    <Row>
      <RowText
        title={voice.name}
        badge={
          <>
            {since !== undefined && <Badge tone="danger">{t`vanished`}</Badge>}
            {voice.isCloned && <Badge>{t`clone`}</Badge>}
            {voice.keyIds !== null && <Badge>{t`not with every key`}</Badge>}
          </>
        }
      >
        <code className="font-mono text-xs leading-5 wrap-anywhere">{voice.id}</code>
        <span>
          {shown.join(', ')}
          {isLonger && '…'}
        </span>
        {since !== undefined && <span>{t`not listed since ${since}`}</span>}
      </RowText>
      <CopyButton text={voice.id} label={t`Copy id`} />
    </Row>
  );
};

type FiltersProps = {
  text: string;
  onText: (text: string) => void;
  filter: AdminVoiceFilter;
  onNarrow: (change: Partial<AdminVoiceFilter>) => void;
};

const Filters = ({ text, onText, filter, onNarrow }: FiltersProps) => {
  const { t } = useLingui();
  const vendors = useQuery(adminVendorsQuery).data?.items ?? [];
  return (
    <search className="grid grid-cols-2 gap-3 lg:grid-cols-[minmax(0,1fr)_14rem_14rem]">
      <Field label={t`Search voices`} labelHidden className="col-span-2 lg:col-span-1">
        <Input
          type="search"
          autoComplete="off"
          spellCheck={false}
          maxLength={VOICE_SEARCH_MAX_CHARS}
          placeholder={t`Name or description`}
          value={text}
          onChange={(event) => onText(event.target.value)}
        />
      </Field>
      <Select
        aria-label={t`Vendor`}
        options={[
          { value: '', label: t`Every vendor` },
          ...vendors.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={filter.provider ?? ''}
        onValueChange={(provider) => onNarrow({ provider: provider || undefined })}
      />
      <Select
        aria-label={t`Listed or vanished`}
        options={[
          { value: '', label: t`Listed or vanished` },
          { value: 'false', label: t`Listed` },
          { value: 'true', label: t`Vanished` },
        ]}
        value={filter.vanished === undefined ? '' : String(filter.vanished)}
        onValueChange={(vanished) => onNarrow({ vanished: vanished === '' ? undefined : vanished === 'true' })}
      />
    </search>
  );
};
