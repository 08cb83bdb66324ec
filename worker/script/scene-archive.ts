import type { ZipEntry } from '../media/write-zip.ts';
import type { Captions } from './captions/build-captions.ts';
import { toSrt } from './captions/write-captions.ts';

/** A scene that was spoken: its MP3, wherever that is stored, and its captions. */
export type SpokenScene = {
  title: string | null;
  durationMs: number;
  captions: Captions;
  audio: Pick<ZipEntry, 'sizeBytes' | 'open'>;
};

/** `manifest.json` of an archive, for programs that take it apart. */
export type SceneManifest = {
  title: string | null;
  createdAt: number;
  durationMs: number;
  scenes: {
    number: number;
    title: string | null;
    audio: string;
    captions: string;
    captionsAlignedBy: Captions['aligned'];
    durationMs: number;
  }[];
};

/** 1 → 001: the names sort as the scenes follow, up to SCENES_MAX. */
const numberName = (number: number): string => String(number).padStart(3, '0');

const textEntry = (name: string, text: string, modifiedAt: number): ZipEntry => {
  const bytes = new TextEncoder().encode(text);
  async function* read() {
    yield bytes;
  }
  return { name, sizeBytes: bytes.length, modifiedAt, open: async () => read() };
};

/**
 * The files of a script in scenes, for `writeZip`: `manifest.json`, then `001.mp3` and `001.srt` for each scene. Names
 * are numbers and never titles, so nothing that a user wrote becomes a path (F73); titles stand in the manifest.
 * @param createdAt unix ms
 */
export const listSceneFiles = (input: {
  title: string | null;
  createdAt: number;
  /** Of the scenes' sound, without its dot. */
  extension: string;
  scenes: readonly SpokenScene[];
}): ZipEntry[] => {
  const { title, createdAt, extension, scenes } = input;
  const manifest: SceneManifest = {
    title,
    createdAt,
    durationMs: scenes.reduce((sum, { durationMs }) => sum + durationMs, 0),
    scenes: scenes.map((scene, index) => ({
      number: index + 1,
      title: scene.title,
      audio: `${numberName(index + 1)}.${extension}`,
      captions: `${numberName(index + 1)}.srt`,
      captionsAlignedBy: scene.captions.aligned,
      durationMs: scene.durationMs,
    })),
  };
  return [
    textEntry('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`, createdAt),
    ...scenes.flatMap(({ audio, captions }, index) => [
      { ...audio, name: `${numberName(index + 1)}.${extension}`, modifiedAt: createdAt },
      textEntry(`${numberName(index + 1)}.srt`, toSrt(captions), createdAt),
    ]),
  ];
};
