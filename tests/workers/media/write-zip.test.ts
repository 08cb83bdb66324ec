import { env } from 'cloudflare:workers';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { writeZip, zipBytes } from '../../../worker/media/write-zip.ts';
import { listSceneFiles, type SpokenScene } from '../../../worker/script/scene-archive.ts';

test('in workerd: scenes stream from the bucket into a ZIP in the bucket', async () => {
  const sounds = [1, 2, 3].map((scene) => new Uint8Array(200_000 * scene).fill(scene));
  const scenes = await Promise.all(
    sounds.map(async (bytes, index): Promise<SpokenScene> => {
      const key = `test_zip/${index}.mp3`;
      await env.MEDIA.put(key, bytes);
      const open = async () => {
        const object = await env.MEDIA.get(key);
        if (!object) throw new Error('a scene is missing');
        return object.body;
      };
      const captions = { aligned: 'sentence' as const, cues: [] };
      return { title: `Scene ${index}`, durationMs: 1_000, captions, audio: { sizeBytes: bytes.length, open } };
    }),
  );
  const entries = listSceneFiles({ title: null, extension: 'mp3', createdAt: 1_795_000_000_000, scenes });
  await env.MEDIA.put('test_zip/all.zip', writeZip(entries).pipeThrough(new FixedLengthStream(zipBytes(entries))));
  const stored = await env.MEDIA.get('test_zip/all.zip');
  const files = unzipSync(new Uint8Array((await stored?.arrayBuffer()) ?? new ArrayBuffer()));
  expect(['001.mp3', '002.mp3', '003.mp3'].map((name) => files[name])).toEqual(sounds);
});
