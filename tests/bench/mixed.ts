import { AVATAR_IDS } from '../../worker/contract/avatars.ts';
import type { Upload } from '../../worker/contract/uploads.ts';
import { encodePng } from '../support/images.ts';
import { encodeWav } from '../support/wav.ts';
import { type BenchServer, residentMb } from './servers.ts';

/** A look at the memory and at what is left, this often. */
const LOOK_EVERY_MS = 1_000;
/** Orders are sent so many at a time. */
const AT_ONCE = 16;

export type MixedResult = { jobs: number; failed: number; seconds: number; peakMb: number[] };

const ask = async (server: BenchServer, cookie: string, path: string, init: RequestInit): Promise<Response> => {
  const headers = { cookie, origin: server.origin.origin, 'content-type': 'application/json' };
  const reply = await fetch(new URL(path, server.origin), { ...init, headers });
  if (!reply.ok) throw new Error(`${path} answered ${reply.status}: ${await reply.text()}`);
  return reply;
};

const send = async (
  server: BenchServer,
  cookie: string,
  { bytes, ...file }: { kind: string; contentType: string; bytes: Uint8Array },
): Promise<{ uploadId: string }> => {
  const body = JSON.stringify({ ...file, name: 'a file', sizeBytes: bytes.length });
  const { uploadId, parts } = (await (
    await ask(server, cookie, '/api/uploads', { method: 'POST', body })
  ).json()) as Upload;
  for (const { url, offsetBytes, sizeBytes } of parts) {
    await ask(server, cookie, url, { method: 'PUT', body: bytes.slice(offsetBytes, offsetBytes + sizeBytes) });
  }
  await ask(server, cookie, `/api/uploads/${uploadId}/complete`, { method: 'POST' });
  return { uploadId };
};

/** Of a hundred orders one or two are films, ten pictures, a third questions and the rest speech. */
const orderOf = async (server: BenchServer, cookie: string, number: number) => {
  const prompt = `Order ${number}`;
  const place = number % 100;
  if (place < 2) {
    const image = await send(server, cookie, {
      kind: 'image',
      contentType: 'image/png',
      bytes: encodePng({ heightPx: 320 }),
    });
    if (place === 0) return { module: 'img2vid_noaudio', params: { image, prompt, seconds: 5 } };
    const bytes = encodeWav({ samples: 3 * 24_000 });
    const audio = await send(server, cookie, { kind: 'audio', contentType: 'audio/wav', bytes });
    if (number % 200 === 1) return { module: 'img2vid_audio', params: { image, audio, seconds: 5 } };
    return { module: 'audio2vid', params: { audio, avatarId: AVATAR_IDS[0] } };
  }
  if (place < 12) return { module: 'image', params: { prompt } };
  if (place < 45) return { module: 'text', params: { message: `Say something about order ${number}.` } };
  return { module: 'tts', params: { text: `This is order ${number}. `.repeat(8), noCache: true } };
};

/** Orders jobs of every tool, of many users, and waits until all have ended; with the memory of the server meanwhile. */
export const benchMixed = async (
  server: BenchServer,
  cookies: readonly string[],
  jobs: number,
): Promise<MixedResult> => {
  const startedAt = performance.now();
  let next = 0;
  const client = async (): Promise<void> => {
    for (let number = next++; number < jobs; number = next++) {
      const cookie = cookies[number % cookies.length] ?? '';
      const order = await orderOf(server, cookie, number);
      const body = JSON.stringify({ clientJobId: `mixed-${number}`, ...order });
      await (await ask(server, cookie, '/api/jobs', { method: 'POST', body })).arrayBuffer();
    }
  };
  const samples: number[] = [];
  const ordering = Promise.all(Array.from({ length: AT_ONCE }, client));
  let isOrdering = true;
  void ordering.then(() => {
    isOrdering = false;
  });
  const count = async (condition: string): Promise<number> =>
    (await server.db
      .prepare(`SELECT COUNT(*) AS n FROM jobs WHERE client_job_id LIKE 'mixed-%' AND ${condition}`)
      .first<number>('n')) ?? 0;
  while (isOrdering || (await count('completed_at IS NULL')) > 0) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    samples.push(residentMb(server.pid));
  }
  await ordering;
  const fifth = Math.ceil(samples.length / 5);
  return {
    jobs: await count('TRUE'),
    failed: await count(`status <> 'completed'`),
    seconds: (performance.now() - startedAt) / 1_000,
    // The highest of each fifth of the time: flat where the last is no higher than the others.
    peakMb: Array.from({ length: 5 }, (_, at) => Math.max(0, ...samples.slice(at * fifth, (at + 1) * fifth))),
  };
};
