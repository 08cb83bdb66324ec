import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Download, RotateCcw, Trash2 } from 'lucide-react';
import type { HistoryItem } from '../../api/wire.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { MODULE_PATHS } from '../tools.ts';
import { saveUrlOf, titleOf } from './item-words.ts';

const ICON = 'size-4';
const LINK =
  'relative grid size-8 shrink-0 place-items-center rounded-sm text-ink-2 hover:bg-sunken hover:text-ink touch:size-10 touch-reach-0.5';

type ItemActionsProps = {
  item: HistoryItem;
  /** On a phone only what cannot wait for the result's own page. */
  isBrief?: boolean;
  onRemove: () => void;
};

/** What can be done with one result. */
export const ItemActions = ({ item, isBrief = false, onRemove }: ItemActionsProps) => {
  const { t } = useLingui();
  const title = titleOf(item);
  const saveUrl = saveUrlOf(item);
  return (
    <div className="flex">
      {saveUrl !== undefined && (
        <Tooltip label={t`Download`} side="top">
          <a href={saveUrl} download aria-label={t`Download: ${title}`} className={LINK}>
            <Download aria-hidden="true" className={ICON} />
          </a>
        </Tooltip>
      )}
      {/* A chat is gone on with, and begins with nothing of another. */}
      {item.module !== 'text' && (
        <Tooltip label={t`Use these settings`} side="top">
          <Link
            to={MODULE_PATHS[item.module]}
            search={{ from: item.jobId }}
            aria-label={t`Use the settings of: ${title}`}
            className={cx(LINK, isBrief && 'max-sm:hidden')}
          >
            <RotateCcw aria-hidden="true" className={ICON} />
          </Link>
        </Tooltip>
      )}
      <Tooltip label={t`Delete`} side="top">
        <IconButton
          size="sm"
          tooltip={false}
          label={t`Delete: ${title}`}
          icon={<Trash2 aria-hidden="true" className={ICON} />}
          onClick={onRemove}
        />
      </Tooltip>
    </div>
  );
};

/** Made without a paid vendor: said wherever it is shown. */
export const DemoMark = () => (
  <span className="rounded-xs border border-line bg-paper/85 px-1 text-xs leading-4 text-ink-2">
    <Trans>Demo</Trans>
  </span>
);
