import { Trans, useLingui } from '@lingui/react/macro';
import { AudioLines, FolderOpen, History, ImageIcon, RotateCcw, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { isTransient, messageOf } from '../../api/api-error.ts';
import type { UploadKind } from '../../api/wire.ts';
import type { Sound } from '../../audio/use-envelope.ts';
import { formatPercent } from '../../format.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Player } from '../../ui/player.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import type { MediaFacts } from './media-query.ts';
import { factsInWords, limitsInWords } from './media-words.ts';

/** Every state stands in a box of one height, so that nothing under it moves. */
const Box = ({ isInvalid = false, children }: { isInvalid?: boolean; children: ReactNode }) => (
  <div
    className={cx(
      'relative flex min-h-40 min-w-0 items-center rounded-md border bg-raised p-4',
      isInvalid ? 'border-danger' : 'border-line',
    )}
  >
    {children}
  </div>
);

const Sign = ({ kind }: { kind: UploadKind }) => {
  const Icon = kind === 'image' ? ImageIcon : AudioLines;
  return <Icon aria-hidden="true" strokeWidth={1.5} className="size-6 shrink-0 text-ink-3" />;
};

type Ways = { onChoose: () => void; onPick: () => void };

/** Nothing yet: the ways in, and what may be sent. */
export const EmptyBox = ({
  kind,
  isOver = false,
  isInvalid = false,
  onChoose,
  onPick,
}: Ways & { kind: UploadKind; isOver?: boolean; isInvalid?: boolean }) => (
  <div
    className={cx(
      'relative grid min-h-40 min-w-0 content-center justify-items-center gap-3 rounded-md border border-dashed p-4 text-center',
      isInvalid ? 'border-danger' : 'border-line-strong',
    )}
  >
    <p className="flex items-center gap-2.5 text-sm text-ink-2">
      <Sign kind={kind} />
      {kind === 'image' ? <Trans>Drop or paste an image here</Trans> : <Trans>Drop a sound here</Trans>}
    </p>
    <div className="flex flex-wrap justify-center gap-2">
      <Button size="sm" icon={<FolderOpen aria-hidden="true" className="size-4" />} onClick={onChoose}>
        <Trans>Choose a file</Trans>
      </Button>
      <Button
        size="sm"
        icon={<History aria-hidden="true" className="size-4" />}
        onClick={onPick}
        aria-haspopup="dialog"
      >
        <Trans>Used before</Trans>
      </Button>
    </div>
    <p className="text-xs text-ink-3">{limitsInWords(kind)}</p>
    {isOver && <DropVeil kind={kind} />}
  </div>
);

/** Laid over the box while a file is held above the page. */
export const DropVeil = ({ kind }: { kind: UploadKind }) => (
  <div className="pointer-events-none absolute inset-1 grid place-items-center rounded-sm border-2 border-dashed border-sound-ink bg-sound-wash/90 text-base font-semibold">
    {kind === 'image' ? <Trans>Drop the image here</Trans> : <Trans>Drop the sound here</Trans>}
  </div>
);

/** On its way, and then being looked at. */
export const SendingBox = ({ name, part, onStop }: { name: string; part: number; onStop: () => void }) => {
  const { t } = useLingui();
  const percent = formatPercent(part);
  return (
    <Box>
      <div className="grid min-w-0 grow grid-cols-1 gap-2.5">
        <div className="flex items-center gap-3">
          <span dir="auto" className="min-w-0 grow truncate text-sm font-medium">
            {name}
          </span>
          <span className="shrink-0 text-xs text-ink-3">
            {part < 1 ? <Trans>{percent} sent</Trans> : <Trans>Being checked</Trans>}
          </span>
          <Button size="sm" onClick={onStop}>
            <Trans>Cancel</Trans>
          </Button>
        </div>
        <Progress label={t`Sending ${name}`} value={part < 1 ? part : undefined} />
      </div>
    </Box>
  );
};

type FailedBoxProps = {
  name: string;
  message: string;
  /** It broke off on the way: the rest can still be sent. */
  isBroken: boolean;
  onGoOn: () => void;
  onChoose: () => void;
  onDismiss: () => void;
};

/** Why it was not taken, and what can be done. */
export const FailedBox = ({ name, message, isBroken, onGoOn, onChoose, onDismiss }: FailedBoxProps) => {
  const { t } = useLingui();
  return (
    <Box isInvalid>
      <div className="grid min-w-0 grow grid-cols-1 gap-2.5">
        <div className="flex items-start gap-3">
          <div className="grid min-w-0 grow grid-cols-1 gap-1">
            <span dir="auto" className="truncate text-sm font-medium">
              {name}
            </span>
            <p role="alert" className="text-sm text-danger wrap-anywhere">
              {message}
            </p>
          </div>
          <IconButton
            size="sm"
            label={t`Dismiss`}
            icon={<X aria-hidden="true" className="size-4" />}
            onClick={onDismiss}
            className="-me-2 -mt-1"
          />
        </div>
        <div className="flex flex-wrap gap-2">
          {isBroken && (
            <Button
              size="sm"
              variant="solid"
              icon={<RotateCcw aria-hidden="true" className="size-4" />}
              onClick={onGoOn}
            >
              <Trans>Go on sending</Trans>
            </Button>
          )}
          <Button size="sm" onClick={onChoose}>
            <Trans>Choose another</Trans>
          </Button>
        </div>
      </div>
    </Box>
  );
};

/** What was picked is on its way to be shown. */
export const WaitingBox = ({ kind }: { kind: UploadKind }) => (
  <Box>
    <div aria-busy="true" className="flex grow items-center gap-4">
      <Skeleton
        className={kind === 'image' ? 'size-26 sm:size-31 shrink-0 rounded-sm' : 'size-11 shrink-0 rounded-full'}
      />
      <div className="grid grow gap-2">
        <Skeleton className="h-4 w-2/3" />
        <Skeleton className="h-3 w-1/3" />
      </div>
    </div>
  </Box>
);

type TakenProps = Ways & { facts: MediaFacts; isOver?: boolean; onRemove: () => void };

/** What can be done with it; the way to do without it stands in the corner of the box. */
const Actions = ({ onChoose, onPick, onRemove }: Pick<TakenProps, 'onChoose' | 'onPick' | 'onRemove'>) => {
  const { t } = useLingui();
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button size="sm" onClick={onChoose}>
        <Trans>Replace</Trans>
      </Button>
      <Button size="sm" onClick={onPick} aria-haspopup="dialog">
        <Trans>Used before</Trans>
      </Button>
      <span className="absolute end-1.5 top-1.5">
        <IconButton size="sm" label={t`Remove`} icon={<X aria-hidden="true" className="size-4" />} onClick={onRemove} />
      </span>
    </div>
  );
};

const Name = ({ facts }: { facts: MediaFacts }) => (
  <div className="grid min-w-0 grid-cols-1 gap-0.5 pe-8">
    <span dir="auto" className="truncate text-sm font-medium">
      {facts.name ?? <Trans>Made here</Trans>}
    </span>
    <span className="text-xs text-ink-3">{factsInWords(facts)}</span>
  </div>
);

/** The image that will be used. */
export const ImageBox = ({ facts, isOver = false, ...actions }: TakenProps) => {
  const { t } = useLingui();
  return (
    <Box>
      <div className="flex min-w-0 grow items-center gap-4">
        <img
          src={facts.url}
          alt={facts.name ?? t`Made here`}
          className="size-26 sm:size-31 shrink-0 rounded-sm border border-line bg-sunken object-contain"
        />
        <div className="grid min-w-0 grow grid-cols-1 gap-3">
          <Name facts={facts} />
          <Actions {...actions} />
        </div>
      </div>
      {isOver && <DropVeil kind="image" />}
    </Box>
  );
};

/** The sound that will be used, to be heard. `sound` is its address where that is not what the facts say. */
export const SoundBox = ({
  facts,
  sound = facts.url,
  label,
  isOver = false,
  ...actions
}: TakenProps & { sound?: Sound; label: string }) => (
  <Box>
    <div className="grid min-w-0 grow grid-cols-1 gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 sm:pe-8">
        <Name facts={facts} />
        <Actions {...actions} />
      </div>
      <Player
        sound={sound}
        label={label}
        tone="line"
        durationSeconds={facts.durationMs === null ? undefined : facts.durationMs / 1_000}
      />
    </div>
    {isOver && <DropVeil kind="audio" />}
  </Box>
);

/** What was picked cannot be shown: it is not there any more, or just not now. */
export const GoneBox = ({ error, onChoose, onPick, onRemove }: Ways & { error: Error; onRemove: () => void }) => (
  <Box isInvalid>
    <div className="grid min-w-0 grow grid-cols-1 gap-3">
      <p role="alert" className="pe-8 text-sm text-danger wrap-anywhere">
        {isTransient(error) ? (
          messageOf(error)
        ) : (
          <Trans>This file is not here any more. Files are kept for two weeks.</Trans>
        )}
      </p>
      <Actions onChoose={onChoose} onPick={onPick} onRemove={onRemove} />
    </div>
  </Box>
);
