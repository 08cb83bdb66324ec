/** A scene as it stands in the editor. Without a voice of its own it is spoken by the script's. */
export type DraftScene = {
  /** Tells it apart while it is moved about; the server numbers scenes by their order. */
  id: string;
  title: string;
  text: string;
  provider?: string | undefined;
  voiceId?: string | undefined;
  language?: string | undefined;
};

export type SceneChange = Partial<Omit<DraftScene, 'id'>>;

const newId = (): string => crypto.randomUUID();

export const emptyScene = (): DraftScene => ({ id: newId(), title: '', text: '' });

type ReadScene = { title: string | null; text: string; voiceId: string; language: string };

/** Scenes of the server's cut, or of a kept script. Those of the script's voice get none of their own. */
export const draftScenesOf = (
  scenes: readonly ReadScene[],
  own: Pick<ReadScene, 'voiceId' | 'language'>,
): DraftScene[] =>
  scenes.map(({ title, text, voiceId, language }) => ({
    id: newId(),
    title: title ?? '',
    text,
    ...(voiceId === own.voiceId ? {} : { voiceId, provider: voiceId.slice(0, voiceId.indexOf(':')) }),
    ...(voiceId === own.voiceId && language === own.language ? {} : { language }),
  }));

export const changeScene = (scenes: readonly DraftScene[], id: string, change: SceneChange): DraftScene[] =>
  scenes.map((scene) => (scene.id === id ? { ...scene, ...change } : scene));

/** Without it; the last one leaves an empty one behind. */
export const removeScene = (scenes: readonly DraftScene[], id: string): DraftScene[] => {
  const rest = scenes.filter((scene) => scene.id !== id);
  return rest.length > 0 ? rest : [emptyScene()];
};

/** A new one after that of the id, or at the end. */
export const addScene = (scenes: readonly DraftScene[], added: DraftScene, afterId?: string): DraftScene[] => {
  const at = scenes.findIndex((scene) => scene.id === afterId);
  return at < 0 ? [...scenes, added] : [...scenes.slice(0, at + 1), added, ...scenes.slice(at + 1)];
};

/** Puts one at another place; a place beyond an end is that end. */
export const moveScene = (scenes: readonly DraftScene[], id: string, to: number): DraftScene[] => {
  const scene = scenes.find((known) => known.id === id);
  if (!scene) return [...scenes];
  const rest = scenes.filter((known) => known.id !== id);
  const place = Math.min(Math.max(0, to), rest.length);
  return [...rest.slice(0, place), scene, ...rest.slice(place)];
};

/** Cuts one in two at an offset of its text; the second keeps the voice and gets no title. */
export const splitScene = (scenes: readonly DraftScene[], id: string, at: number): DraftScene[] =>
  scenes.flatMap((scene) =>
    scene.id === id
      ? [
          { ...scene, text: scene.text.slice(0, at).trimEnd() },
          { ...scene, id: newId(), title: '', text: scene.text.slice(at).trimStart() },
        ]
      : [scene],
  );

/** Makes one of it and the next: the first one's title and voice stay. */
export const mergeWithNext = (scenes: readonly DraftScene[], id: string): DraftScene[] => {
  const at = scenes.findIndex((scene) => scene.id === id);
  const [scene, next] = [scenes[at], scenes[at + 1]];
  if (!scene || !next) return [...scenes];
  const merged = { ...scene, text: [scene.text, next.text].filter((text) => text !== '').join('\n\n') };
  return [...scenes.slice(0, at), merged, ...scenes.slice(at + 2)];
};

const isWord = (value: unknown): boolean => value === undefined || typeof value === 'string';

/** Whether what was kept is a list of scenes. */
export const areScenes = (value: unknown): value is DraftScene[] =>
  Array.isArray(value) &&
  value.every(
    (scene: unknown) =>
      typeof scene === 'object' &&
      scene !== null &&
      'id' in scene &&
      'title' in scene &&
      'text' in scene &&
      [scene.id, scene.title, scene.text].every((word) => typeof word === 'string') &&
      Object.values(scene).every(isWord),
  );
