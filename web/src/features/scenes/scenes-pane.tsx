import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Plus } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { SCENES_MAX } from '../../../../worker/contract/limits.ts';
import type { TextFault } from '../../../../worker/contract/text.ts';
import { ApiError, fieldMessageOf } from '../../api/api-error.ts';
import { textFaultInWords } from '../../api/text-fault-words.ts';
import type { SceneAsset, Vendor } from '../../api/wire.ts';
import { Button } from '../../ui/button.tsx';
import type { ScenesPrice } from '../speech/order.ts';
import {
  addScene,
  changeScene,
  type DraftScene,
  emptyScene,
  mergeWithNext,
  moveScene,
  removeScene,
  splitScene,
} from '../speech/scenes.ts';
import { sceneFacts } from '../speech/script-facts.ts';
import type { SpeechChoice } from '../speech/use-speech-choice.ts';
import type { DropPlace, SceneActions } from './scene-actions.ts';
import { SceneCard, type SceneState } from './scene-card.tsx';
import { SplitForm } from './split-form.tsx';

const MILLI = 1_000;

type ScenesPaneProps = {
  scenes: readonly DraftScene[];
  /** The script of the other mode, to be cut. */
  text: string;
  choice: SpeechChoice;
  hq: boolean;
  /** The last one there was; undefined while the first is on its way. */
  price: ScenesPrice | undefined;
  /** Those that were asked about when the error came, in their order. */
  ids: readonly string[];
  error: Error | null;
  /** By the scene's id: what it sounded like when it was made last, if its words are still the same. */
  sounds: ReadonlyMap<string, SceneAsset>;
  /** Those that are to be made once more. */
  anew: readonly string[];
  onScenes: (scenes: DraftScene[]) => void;
  onRemake: (id: string) => void;
};

/** A script in scenes, one card each. */
export const ScenesPane = ({ scenes, text, choice, hq, price, ids, error, sounds, anew, ...on }: ScenesPaneProps) => {
  const { t } = useLingui();
  const [dragged, setDragged] = useState<string>();
  const [over, setOver] = useState<DropPlace>();
  const [said, setSaid] = useState('');
  const actions = useSceneActions({ scenes, dragged, over, setDragged, setOver, setSaid, ...on });
  const states = useMemo(
    () =>
      scenes.map((scene): SceneState => {
        const { chars, fault } = sceneFacts(scene);
        const quoted = price?.scenes[price.ids.indexOf(scene.id)];
        const vendor = choice.vendors?.find(({ id }) => id === (scene.provider ?? choice.vendor?.id));
        return {
          chars,
          isMade: quoted?.cached === true,
          isAnew: anew.includes(scene.id),
          costCredits: price?.ownKey ? 0 : vendor && shareOf(vendor, chars, hq),
          error: errorOf(fault, error, ids.indexOf(scene.id)),
          sound: sounds.get(scene.id),
        };
      }),
    [scenes, price, ids, choice.vendors, choice.vendor, hq, error, sounds, anew],
  );
  if (scenes.length === 0) return <SplitForm text={text} onScenes={on.onScenes} />;
  const full = scenes.length >= SCENES_MAX;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-4 px-4 py-5 sm:px-6">
      <ol aria-label={t`Scenes`} className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {scenes.map((scene, index) => (
          <SceneCard
            key={scene.id}
            scene={scene}
            number={index + 1}
            isLast={index === scenes.length - 1}
            isDragged={scene.id === dragged}
            target={dragged !== undefined && scene.id === over?.id && scene.id !== dragged ? over.side : undefined}
            state={states[index] ?? NO_STATE}
            choice={choice}
            actions={actions}
          />
        ))}
      </ol>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Button
          icon={<Plus aria-hidden="true" className="size-4" />}
          disabled={full}
          onClick={() => on.onScenes(addScene(scenes, emptyScene()))}
        >
          <Trans>Add a scene</Trans>
        </Button>
        <p className="text-xs text-ink-3">{plural(scenes.length, { one: '# scene', other: '# scenes' })}</p>
        <Button variant="quiet" size="sm" onClick={() => on.onScenes([])}>
          <Trans>Start over</Trans>
        </Button>
      </div>
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  );
};

const NO_STATE: SceneState = {
  chars: 0,
  isMade: false,
  isAnew: false,
  costCredits: undefined,
  error: undefined,
  sound: undefined,
};

/** A scene's part of the price; the whole is rounded only once, so that a part may be less than a credit. */
const shareOf = ({ price }: Vendor, chars: number, hq: boolean): number => {
  if (price.kind !== 'per_char') return price.kind === 'flat' ? price.credits : 0;
  return Math.ceil((chars * price.milliCreditsPerChar * (hq ? price.hqFactor : 1) * 10) / MILLI) / 10;
};

/** What is wrong with one of them, as far as it can be seen here, or what the server found. */
const errorOf = (fault: TextFault | undefined, error: Error | null, index: number): string | undefined => {
  // One that has no words yet is no fault: they are still to be written.
  if (fault) return fault.code === 'text_empty' ? undefined : textFaultInWords(fault);
  const field =
    error instanceof ApiError && error.errors.find(({ pointer }) => pointer.startsWith(`/scenes/${index}/`));
  return field ? fieldMessageOf(field) : undefined;
};

type ActionParts = Pick<ScenesPaneProps, 'scenes' | 'onScenes' | 'onRemake'> & {
  dragged: string | undefined;
  over: DropPlace | undefined;
  setDragged: (id: string | undefined) => void;
  setOver: (place: DropPlace | undefined) => void;
  setSaid: (said: string) => void;
};

/** What can be done with a card, the same functions for good, so that a key in one card redraws no other. */
const useSceneActions = (parts: ActionParts): SceneActions => {
  const { t } = useLingui();
  const latest = useRef(parts);
  useEffect(() => {
    latest.current = parts;
  });
  const put = useCallback((next: (scenes: readonly DraftScene[]) => DraftScene[]) => {
    const { scenes, onScenes } = latest.current;
    onScenes(next(scenes));
  }, []);
  return useMemo(
    () => ({
      change: (id, change) => put((scenes) => changeScene(scenes, id, change)),
      move: (id, by) => {
        const { scenes, setSaid } = latest.current;
        const to = scenes.findIndex((scene) => scene.id === id) + by;
        if (to < 0 || to >= scenes.length) return;
        put((known) => moveScene(known, id, to));
        const place = to + 1;
        setSaid(t`Now scene ${place}`);
      },
      split: (id, at) => put((scenes) => splitScene(scenes, id, at)),
      merge: (id) => put((scenes) => mergeWithNext(scenes, id)),
      add: (afterId) => put((scenes) => addScene(scenes, emptyScene(), afterId)),
      remove: (id) => put((scenes) => removeScene(scenes, id)),
      remake: (id) => latest.current.onRemake(id),
      dragStart: (id) => latest.current.setDragged(id),
      dragOver: (place) => latest.current.setOver(place),
      drop: () => {
        const { scenes, dragged, over, setDragged, setOver } = latest.current;
        setDragged(undefined);
        setOver(undefined);
        if (dragged === undefined || over === undefined || dragged === over.id) return;
        // Its own place falls away first: what stands further down has moved up by one.
        const at = scenes.filter(({ id }) => id !== dragged).findIndex(({ id }) => id === over.id);
        put((known) => moveScene(known, dragged, over.side === 'before' ? at : at + 1));
      },
    }),
    [put, t],
  );
};
