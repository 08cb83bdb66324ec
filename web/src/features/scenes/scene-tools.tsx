import { Trans, useLingui } from '@lingui/react/macro';
import { Ellipsis, GripVertical } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import type { DraftScene } from '../speech/scenes.ts';
import type { ScriptField } from '../speech/use-script-field.ts';
import type { SceneActions } from './scene-actions.ts';

type HandleProps = { id: string; number: number; actions: SceneActions };

/** Dragged by the pointer, moved by the arrow keys. */
export const SceneHandle = ({ id, number, actions }: HandleProps) => {
  const { t } = useLingui();
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const handle = event.currentTarget;
    actions.move(id, by);
    // A card that is moved in the page loses the focus on its way.
    requestAnimationFrame(() => handle.focus());
  };
  return (
    <button
      type="button"
      draggable
      aria-label={t`Move scene ${number}`}
      aria-description={t`With the up and down arrow keys`}
      onKeyDown={onKeyDown}
      onDragStart={(event) => {
        const card = event.currentTarget.closest('li');
        if (card) event.dataTransfer.setDragImage(card, 0, 0);
        event.dataTransfer.effectAllowed = 'move';
        // A browser drags nothing that carries nothing.
        event.dataTransfer.setData('text/plain', '');
        actions.dragStart(id);
      }}
      onDragEnd={actions.drop}
      className="relative grid size-8 shrink-0 touch-reach-1.5 cursor-grab place-items-center rounded-sm text-ink-3 hover:bg-sunken hover:text-ink active:cursor-grabbing"
    >
      <GripVertical aria-hidden="true" className="size-4" />
    </button>
  );
};

type SceneMenuProps = {
  scene: DraftScene;
  number: number;
  isLast: boolean;
  field: ScriptField;
  actions: SceneActions;
};

/** What else can be done with a scene. */
export const SceneMenu = ({ scene: { id }, number, isLast, field, actions }: SceneMenuProps) => {
  const { t } = useLingui();
  const cursor = () => field.ref.current?.selectionStart ?? 0;
  return (
    <Menu
      label={t`Scene ${number}`}
      trigger={(props) => (
        <IconButton
          {...props}
          size="sm"
          tooltip={false}
          label={t`More for scene ${number}`}
          icon={<Ellipsis aria-hidden="true" className="size-4" />}
        />
      )}
    >
      <MenuItem onSelect={() => field.insert('[pause 1s]')}>
        <Trans>Insert a pause of a second</Trans>
      </MenuItem>
      <MenuItem onSelect={() => actions.remake(id)}>
        <Trans>Make it anew</Trans>
      </MenuItem>
      <MenuSeparator />
      <MenuItem onSelect={() => actions.split(id, cursor())}>
        <Trans>Split at the cursor</Trans>
      </MenuItem>
      {!isLast && (
        <MenuItem onSelect={() => actions.merge(id)}>
          <Trans>Merge with the next</Trans>
        </MenuItem>
      )}
      <MenuItem onSelect={() => actions.add(id)}>
        <Trans>Add one after it</Trans>
      </MenuItem>
      {number > 1 && (
        <MenuItem onSelect={() => actions.move(id, -1)}>
          <Trans>Move up</Trans>
        </MenuItem>
      )}
      {!isLast && (
        <MenuItem onSelect={() => actions.move(id, 1)}>
          <Trans>Move down</Trans>
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuItem onSelect={() => actions.remove(id)}>
        <Trans>Delete</Trans>
      </MenuItem>
    </Menu>
  );
};
