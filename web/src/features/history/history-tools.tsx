import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Download, LayoutGrid, List, Trash2, X } from 'lucide-react';
import { useId } from 'react';
import { HISTORY_SEARCH_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import { zipUrlOf } from '../../api/client.ts';
import type { HistoryItem, HistoryType } from '../../api/wire.ts';
import type { HistorySearch } from '../../app/history-search.ts';
import { createKeptChoice } from '../../kept-choice.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { ChoiceRow } from '../../ui/choice-row.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useSearchText } from '../../ui/use-search-text.ts';
import { saveUrlOf, TYPE_WORDS } from './item-words.ts';

const VIEWS = ['grid', 'list'] as const;
export type HistoryView = (typeof VIEWS)[number];
export const keptView = createKeptChoice<HistoryView>('ozvena.history-view', VIEWS);

const ICON = 'size-4';

type FiltersProps = {
  search: HistorySearch;
  onNarrow: (change: { [Key in keyof HistorySearch]: HistorySearch[Key] | undefined }) => void;
  view: HistoryView;
  onView: (view: HistoryView) => void;
};

/** Which of them, and how they are laid out. */
export const HistoryFilters = ({ search, onNarrow, view, onView }: FiltersProps) => {
  const { t } = useLingui();
  const [text, setText] = useSearchText(search.q, (q) => onNarrow({ q }));
  const types = [
    { value: 'all', label: t`All` },
    ...Object.entries(TYPE_WORDS).map(([value, { all }]) => ({ value, label: t(all) })),
  ];
  return (
    <search className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3">
      <ChoiceRow
        label={t`Kind`}
        className="max-sm:order-last max-sm:w-full"
        options={types}
        value={search.type ?? 'all'}
        onValueChange={(type) => onNarrow({ type: type === 'all' ? undefined : (type as HistoryType) })}
      />
      <div className="flex min-w-0 grow items-center justify-end gap-2">
        <Field label={t`Search the history`} labelHidden className="w-full sm:max-w-64">
          <Input
            type="search"
            autoComplete="off"
            spellCheck={false}
            maxLength={HISTORY_SEARCH_MAX_CHARS}
            placeholder={t`Words of the text`}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <div className="flex">
          <IconButton
            label={t`As tiles`}
            aria-pressed={view === 'grid'}
            icon={<LayoutGrid aria-hidden="true" className={ICON} />}
            onClick={() => onView('grid')}
          />
          <IconButton
            label={t`As a list`}
            aria-pressed={view === 'list'}
            icon={<List aria-hidden="true" className={ICON} />}
            onClick={() => onView('list')}
          />
        </div>
      </div>
    </search>
  );
};

type ChoiceBarProps = {
  items: readonly HistoryItem[];
  chosen: readonly HistoryItem[];
  onChooseAll: (isChosen: boolean) => void;
  onRemove: () => void;
};

/** What is done with several at once. It has its place before anything is chosen, so that nothing moves then. */
export const ChoiceBar = ({ items, chosen, onChooseAll, onRemove }: ChoiceBarProps) => {
  const { t } = useLingui();
  const saved = chosen.filter((item) => saveUrlOf(item) !== undefined).map(({ jobId }) => jobId);
  const allId = useId();
  const isAll = items.length > 0 && chosen.length === items.length;
  return (
    <div className="sticky top-16 z-10 flex min-h-12 items-center gap-x-3 border-b border-line bg-paper">
      <label htmlFor={allId} className="flex cursor-pointer items-center gap-2.5 text-sm text-ink-2 touch:min-h-11">
        <Checkbox
          id={allId}
          checked={isAll}
          isPartial={chosen.length > 0 && !isAll}
          disabled={items.length === 0}
          onChange={(event) => onChooseAll(event.target.checked)}
        />
        {chosen.length === 0 ? t`Choose all` : plural(chosen.length, { one: '# chosen', other: '# chosen' })}
      </label>
      {chosen.length > 0 && (
        <div className="ms-auto flex items-center gap-1.5">
          {saved.length > 0 && (
            <a href={zipUrlOf(saved)} download className={buttonClass('line', 'sm')}>
              <Download aria-hidden="true" className={ICON} />
              <Trans>ZIP</Trans>
            </a>
          )}
          <Button size="sm" icon={<Trash2 aria-hidden="true" className={ICON} />} onClick={onRemove}>
            <Trans>Delete</Trans>
          </Button>
          <IconButton
            size="sm"
            label={t`Choose none`}
            icon={<X aria-hidden="true" className={ICON} />}
            onClick={() => onChooseAll(false)}
          />
        </div>
      )}
    </div>
  );
};
