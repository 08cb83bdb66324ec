import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { jobQuery } from '../../api/queries.ts';
import type { SceneAsset } from '../../api/wire.ts';
import type { Draft } from './draft.ts';
import type { Order } from './order.ts';
import type { DraftScene } from './scenes.ts';

const saysTheSame = (a: DraftScene, b: DraftScene): boolean =>
  a.text === b.text && a.voiceId === b.voiceId && a.language === b.language;

const NONE: readonly string[] = [];

/** What was made of the scenes before, and what of it is to be made anew. */
export const useSceneMaking = (
  { scenes, made }: Pick<Draft, 'scenes' | 'made'>,
  change: (part: Partial<Draft>) => void,
) => {
  const [anew, setAnew] = useState(NONE);
  const job = useQuery({ ...jobQuery(made?.jobId ?? ''), enabled: made !== undefined });
  const sounds = useMemo(() => {
    const byNumber = new Map(job.data?.scenes.map((scene) => [scene.number, scene]));
    const found = Object.entries(made?.numbers ?? {}).flatMap(([id, number]) => {
      const sound = byNumber.get(number);
      return sound ? [[id, sound] as const] : [];
    });
    return new Map<string, SceneAsset>(found);
  }, [job.data, made]);

  /** Other scenes; one whose words or voice changed has no sound any more. */
  const putScenes = (next: readonly DraftScene[]) => {
    const before = new Map(scenes.map((scene) => [scene.id, scene]));
    const kept = next.filter((scene) => {
      const known = before.get(scene.id);
      return known !== undefined && saysTheSame(known, scene) && made?.numbers[scene.id] !== undefined;
    });
    const numbers = Object.fromEntries(kept.map(({ id }) => [id, made?.numbers[id] ?? 0]));
    change({ scenes: next, ...(made ? { made: { ...made, numbers } } : {}) });
  };

  /** The order has become this job: its scenes will be heard from there. */
  const onOrdered = (order: Order, jobId: string) => {
    if (order.kind !== 'scenes') return;
    setAnew(NONE);
    // Words may have been changed while the order was on its way.
    const same = order.ids.flatMap((id, index) => {
      const scene = scenes.find((known) => known.id === id);
      return scene?.text === order.params.scenes?.[index]?.text ? [[id, index + 1] as const] : [];
    });
    change({ made: { jobId, numbers: Object.fromEntries(same) } });
  };

  return {
    sounds,
    anew,
    putScenes,
    onOrdered,
    remake: (id: string) => setAnew((known) => (known.includes(id) ? known : [...known, id])),
  };
};
