import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type DragEvent, memo } from 'react';
import { SCENE_TITLE_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import type { SceneAsset, Voice } from '../../api/wire.ts';
import { Badge } from '../../ui/badge.tsx';
import { cx } from '../../ui/cx.ts';
import type { DraftScene } from '../speech/scenes.ts';
import { useScriptField } from '../speech/use-script-field.ts';
import type { SpeechChoice } from '../speech/use-speech-choice.ts';
import type { DropPlace, SceneActions } from './scene-actions.ts';
import { SceneSound } from './scene-sound.tsx';
import { SceneHandle, SceneMenu } from './scene-tools.tsx';
import { SceneVoice } from './scene-voice.tsx';

/** What is known of a scene beside its text. */
export type SceneState = {
  chars: number;
  /** The server has it already, and will not charge for it. */
  isMade: boolean;
  /** Asked to be made once more, with the next order. */
  isAnew: boolean;
  /** Its part of the price; undefined while that is not known. */
  costCredits: number | undefined;
  error: string | undefined;
  sound: SceneAsset | undefined;
};

type SceneCardProps = {
  scene: DraftScene;
  number: number;
  isLast: boolean;
  isDragged: boolean;
  /** On which side of this one the dragged one would come to stand. */
  target: DropPlace['side'] | undefined;
  state: SceneState;
  choice: SpeechChoice;
  actions: SceneActions;
};

const isSame = (a: object, b: object): boolean => {
  const other = new Map(Object.entries(b));
  return Object.entries(a).every(([name, value]) => Object.is(other.get(name), value));
};

/** A key in one card redraws no other: the state of each is made anew at every key, and mostly says the same. */
const needsNoRedraw = ({ state, ...rest }: SceneCardProps, next: SceneCardProps): boolean =>
  isSame(rest, next) && isSame(state, next.state);

/** One scene: its title, its words, its voice, and what it costs. */
export const SceneCard = memo(
  ({ scene, number, isLast, isDragged, target, state, choice, actions }: SceneCardProps) => {
    const { t } = useLingui();
    const { id } = scene;
    const field = useScriptField(scene.text, (text) => actions.change(id, { text }));
    const onDragOver = (event: DragEvent) => {
      if (event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      const { top, height } = event.currentTarget.getBoundingClientRect();
      actions.dragOver({ id, side: event.clientY < top + height / 2 ? 'before' : 'after' });
    };
    return (
      <li
        data-scene={id}
        onDragOver={onDragOver}
        onDrop={(event) => {
          event.preventDefault();
          actions.drop();
        }}
        className={cx(
          'relative rounded-md border bg-surface transition-opacity focus-within:border-line-strong',
          state.error ? 'border-danger' : 'border-line',
          isDragged && 'opacity-40',
          target && 'before:absolute before:inset-x-0 before:h-0.5 before:rounded-full before:bg-ink',
          target === 'before' ? 'before:-top-2' : 'before:-bottom-2',
        )}
      >
        <div className="flex items-center gap-1 border-b border-line ps-1 pe-1">
          <SceneHandle id={id} number={number} actions={actions} />
          <span className="text-sm text-ink-3">{number}</span>
          <input
            dir="auto"
            aria-label={t`Title of scene ${number}`}
            placeholder={t`Without a title`}
            value={scene.title}
            maxLength={SCENE_TITLE_MAX_CHARS}
            onChange={(event) => actions.change(id, { title: event.target.value })}
            className="h-10 min-w-0 grow touch:h-11 bg-transparent px-2 text-sm font-semibold focus-visible:outline-none"
          />
          {state.isAnew && (
            <Badge>
              <Trans context="scene">Made anew next</Trans>
            </Badge>
          )}
          {state.isMade && !state.isAnew && (
            <Badge tone="good">
              <Trans context="scene">Made</Trans>
            </Badge>
          )}
          <SceneMenu scene={scene} number={number} isLast={isLast} field={field} actions={actions} />
        </div>
        <label htmlFor={`scene-${id}`} className="sr-only">
          {t`Text of scene ${number}`}
        </label>
        <textarea
          id={`scene-${id}`}
          ref={field.ref}
          dir="auto"
          onInput={field.onInput}
          rows={3}
          placeholder={t`What is said in this scene.`}
          aria-invalid={state.error !== undefined || undefined}
          aria-describedby={`scene-${id}-note`}
          className="block max-h-96 min-h-24 w-full resize-none bg-transparent px-4 py-3 text-base leading-7 caret-sound field-sizing-content wrap-anywhere focus-visible:outline-none"
        />
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 pb-3">
          <SceneVoice
            scene={scene}
            number={number}
            choice={choice}
            onPick={(voice: Voice | undefined) =>
              actions.change(id, { voiceId: voice?.id, provider: voice?.provider, language: undefined })
            }
          />
          {state.sound && <SceneSound sound={state.sound} number={number} />}
          <span className="ms-auto flex gap-3 text-xs text-ink-3">
            <span>{plural(state.chars, { one: '# character', other: '# characters' })}</span>
            {state.costCredits !== undefined && (
              <span className="text-ink-2">
                {state.isMade ? t`free` : plural(state.costCredits, { one: '# credit', other: '# credits' })}
              </span>
            )}
          </span>
          <p
            id={`scene-${id}-note`}
            aria-live="polite"
            className="basis-full text-xs font-medium text-danger empty:hidden"
          >
            {state.error}
          </p>
        </div>
      </li>
    );
  },
  needsNoRedraw,
);
