import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { UserRound } from 'lucide-react';
import { useId, useState } from 'react';
import { messageOf } from '../../api/api-error.ts';
import type { Avatar, AvatarId } from '../../api/wire.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceRow } from '../../ui/choice-row.tsx';
import { cx } from '../../ui/cx.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { avatarsQuery } from './avatar-query.ts';
import { poseInWords } from './avatar-words.ts';

type Orientation = Avatar['orientation'];
const SHOWN_AT_FIRST = 8;
/** A list of its own height: what comes after it stays within reach. */
const TILES =
  '-m-1 grid max-h-[26rem] auto-rows-max grid-cols-[repeat(auto-fill,minmax(6.5rem,1fr))] gap-2.5 overflow-y-auto p-1';
const SHAPES: Record<Orientation, string> = { portrait: 'aspect-[4/5]', landscape: 'aspect-[4/3]' };

type AvatarChooserProps = { value: AvatarId | undefined; onValueChange: (avatarId: AvatarId) => void };

/** Who speaks: people by their pictures, upright or wide. */
export const AvatarChooser = ({ value, onValueChange }: AvatarChooserProps) => {
  const { t } = useLingui();
  const group = useId();
  const { data, error, isPending, refetch } = useQuery(avatarsQuery);
  const chosen = data?.items.find(({ avatarId }) => avatarId === value);
  const [wanted, setWanted] = useState<Orientation>();
  const orientation = wanted ?? chosen?.orientation ?? 'portrait';
  return (
    <fieldset className="grid min-w-0 gap-3">
      <legend className="mb-1.5 text-sm font-medium text-ink-2">
        <Trans>Who speaks</Trans>
      </legend>
      <ChoiceRow
        label={t`Shape`}
        value={orientation}
        onValueChange={setWanted}
        options={[
          { value: 'portrait', label: t`Upright` },
          { value: 'landscape', label: t`Wide` },
        ]}
      />
      {isPending && (
        <div aria-busy="true" className={TILES}>
          {Array.from({ length: SHOWN_AT_FIRST }, (_, tile) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: tiles without anything in them have nothing else
            <span key={tile} className="grid overflow-hidden rounded-md border border-line">
              <Skeleton className={cx('rounded-none', SHAPES[orientation])} />
              <span className="h-[3.25rem]" />
            </span>
          ))}
        </div>
      )}
      {error && !data && (
        <p className="flex items-center gap-3 text-sm text-ink-2">
          {messageOf(error)}
          <Button size="sm" onClick={() => void refetch()}>
            <Trans>Try again</Trans>
          </Button>
        </p>
      )}
      {data && (
        <div className={TILES}>
          {data.items
            .filter((avatar) => avatar.orientation === orientation)
            .map((avatar) => (
              <AvatarTile
                key={avatar.avatarId}
                avatar={avatar}
                group={group}
                isChosen={avatar.avatarId === value}
                onChoose={() => onValueChange(avatar.avatarId)}
              />
            ))}
        </div>
      )}
    </fieldset>
  );
};

type AvatarTileProps = { avatar: Avatar; group: string; isChosen: boolean; onChoose: () => void };

const AvatarTile = ({ avatar, group, isChosen, onChoose }: AvatarTileProps) => (
  <label
    className={cx(
      'relative grid cursor-pointer content-start overflow-hidden rounded-md border bg-raised text-xs font-medium transition-colors duration-150',
      'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-sound-ink',
      isChosen ? 'border-ink text-ink ring-1 ring-ink' : 'border-line text-ink-2 hover:border-line-strong',
    )}
  >
    <input type="radio" name={group} checked={isChosen} onChange={onChoose} className="sr-only" />
    <span className={cx('relative grid bg-line', SHAPES[avatar.orientation])}>
      {avatar.thumbnailUrl === null ? (
        <UserRound aria-hidden="true" strokeWidth={1.25} className="size-10 place-self-center text-ink-3" />
      ) : (
        <img
          src={avatar.thumbnailUrl}
          alt=""
          loading="lazy"
          decoding="async"
          className="absolute inset-0 size-full object-cover"
        />
      )}
    </span>
    <span className="grid px-2.5 py-2">
      <span className="truncate">{avatar.name}</span>
      <span className="truncate font-normal text-ink-3">{poseInWords(avatar.pose)}</span>
    </span>
  </label>
);
