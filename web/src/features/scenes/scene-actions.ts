import type { SceneChange } from '../speech/scenes.ts';

/** Where a dragged scene would come to stand. */
export type DropPlace = { id: string; side: 'before' | 'after' };

/** What can be done with a scene, by its id. */
export type SceneActions = {
  change: (id: string, change: SceneChange) => void;
  move: (id: string, by: number) => void;
  split: (id: string, at: number) => void;
  merge: (id: string) => void;
  add: (afterId: string) => void;
  remove: (id: string) => void;
  remake: (id: string) => void;
  dragStart: (id: string) => void;
  dragOver: (place: DropPlace) => void;
  drop: () => void;
};
