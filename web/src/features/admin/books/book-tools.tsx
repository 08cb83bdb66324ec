import { Trans, useLingui } from '@lingui/react/macro';
import { Download } from 'lucide-react';
import { bookUrlOf } from '../../../api/book-client.ts';
import type { BookFilter, BookName } from '../../../api/wire.ts';
import { buttonClass } from '../../../ui/button.tsx';
import { DayField } from '../../../ui/day-field.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { useSearchText } from '../../../ui/use-search-text.ts';
import { PROCESSOR_NAMES, STATUS_WORDS } from './book-words.ts';

const DAY_MS = 86_400_000;
const ALL = '';

/** By what a list can be narrowed besides its time. */
export type BookChoices = { statuses: readonly string[]; hasUser?: boolean; hasProcessor?: boolean; hasDemo?: boolean };

type BookToolsProps = BookChoices & {
  filter: BookFilter;
  onFilter: (change: BookFilter) => void;
};

const UserField = ({ user, onUser }: { user: string | undefined; onUser: (user: string | undefined) => void }) => {
  const { t } = useLingui();
  const [text, setText] = useSearchText(user, onUser);
  return (
    <Field label={t`Person`} className="max-sm:basis-[calc(50%-0.375rem)] max-sm:grow sm:w-56">
      <Input
        type="search"
        className="text-sm!"
        placeholder={t`Id or whole e-mail`}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </Field>
  );
};

/** What is shown, as a file. */
export const SaveBook = ({ name, filter }: { name: BookName; filter: BookFilter }) => (
  <a href={bookUrlOf(name, filter)} download className={buttonClass('line')}>
    <Download aria-hidden="true" className="size-4" />
    <Trans>Save as CSV</Trans>
  </a>
);

/** What of a book is shown. */
export const BookTools = ({ filter, onFilter, statuses, hasUser, hasProcessor, hasDemo }: BookToolsProps) => {
  const { t } = useLingui();
  const { status, processor, demo, from, to, user } = filter;
  return (
    <search className="flex flex-wrap items-end gap-3">
      {statuses.length > 0 && (
        <Field label={t`State`} className="max-sm:basis-[calc(50%-0.375rem)] max-sm:grow sm:w-44">
          <Select
            options={[
              { value: ALL, label: t`Every state` },
              ...statuses.map((value) => {
                const words = STATUS_WORDS[value];
                return { value, label: words ? t(words) : value };
              }),
            ]}
            value={status ?? ALL}
            onValueChange={(value) => onFilter({ status: value || undefined })}
          />
        </Field>
      )}
      {hasProcessor && (
        <Field label={t`Processor`} className="max-sm:basis-[calc(50%-0.375rem)] max-sm:grow sm:w-40">
          <Select
            options={[
              { value: ALL, label: t`All three` },
              ...Object.entries(PROCESSOR_NAMES).map(([value, label]) => ({ value, label })),
            ]}
            value={processor ?? ALL}
            onValueChange={(value) => onFilter({ processor: value || undefined })}
          />
        </Field>
      )}
      {hasDemo && (
        <Field label={t`Money`} className="max-sm:basis-[calc(50%-0.375rem)] max-sm:grow sm:w-36">
          <Select
            options={[
              { value: ALL, label: t`All` },
              { value: 'false', label: t`Real` },
              { value: 'true', label: t`Demo` },
            ]}
            value={demo === undefined ? ALL : String(demo)}
            onValueChange={(value) => onFilter({ demo: value === ALL ? undefined : value === 'true' })}
          />
        </Field>
      )}
      {hasUser && <UserField user={user} onUser={(value) => onFilter({ user: value })} />}
      <div className="flex gap-3 max-sm:w-full">
        <DayField label={t`From day`} at={from} onAt={(at) => onFilter({ from: at })} />
        <DayField
          label={t`To day`}
          at={to === undefined ? undefined : to - DAY_MS}
          onAt={(at) => onFilter({ to: at === undefined ? undefined : at + DAY_MS })}
        />
      </div>
    </search>
  );
};
