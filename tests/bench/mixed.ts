import { AVATAR_IDS } from '../../worker/contract/avatars.ts';
import type { Upload } from '../../worker/contract/uploads.ts';
import { encodePng } from '../support/images.ts';
import { encodeWav } from '../support/wav.ts';
import { heldBy } from './isolates.ts';
import { type BenchServer, residentMb } from './servers.ts';

/** A look at the memory and at what is left, this often. */
const LOOK_EVERY_MS = 1_000;
/** Orders are sent so many at a time. */
const AT_ONCE = 16;

/** So much of the jobs is done before the rest is measured: code that was never run yet is not what grows. */
const WARM_UP_SHARE = 0.1;

export type MixedResult = {
  jobs: number;
  failed: number;
  seconds: number;
  /** What the product holds without its garbage, after the warm-up and after all. */
  heldMb: { warm: number; end: number };
  /** The same of the local platform's own Workers in the process. */
  platformMb: { warm: number; end: number };
  peakMb: number[];
};

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

/** Orders these jobs and waits until all have ended. @returns the memory of the server meanwhile, in MB. */
const drain = async (
  server: BenchServer,
  cookies: readonly string[],
  { from, to }: { from: number; to: number },
): Promise<number[]> => {
  let next = from;
  const client = async (): Promise<void> => {
    for (let number = next++; number < to; number = next++) {
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
  while (isOrdering || (await count(server, 'completed_at IS NULL')) > 0) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    samples.push(residentMb(server.pid));
  }
  await ordering;
  return samples;
};

const count = async (server: BenchServer, condition: string): Promise<number> =>
  (await server.db
    .prepare(`SELECT COUNT(*) AS n FROM jobs WHERE client_job_id LIKE 'mixed-%' AND ${condition}`)
    .first<number>('n')) ?? 0;

/** Jobs of every tool, of many users: how long they take, and what the server holds before and after and meanwhile. */
export const benchMixed = async (
  server: BenchServer,
  cookies: readonly string[],
  jobs: number,
): Promise<MixedResult> => {
  const warmUp = Math.round(jobs * WARM_UP_SHARE);
  await drain(server, cookies, { from: 0, to: warmUp });
  const warm = await heldBy(await server.inspector(), 'ozvena');
  const startedAt = performance.now();
  const samples = await drain(server, cookies, { from: warmUp, to: jobs });
  const seconds = (performance.now() - startedAt) / 1_000;
  const end = await heldBy(await server.inspector(), 'ozvena');
  const fifth = Math.ceil(samples.length / 5);
  return {
    jobs: jobs - warmUp,
    failed: await count(server, `status <> 'completed'`),
    seconds,
    heldMb: { warm: warm.workerMb, end: end.workerMb },
    platformMb: { warm: warm.othersMb, end: end.othersMb },
    // The highest of each fifth of the time.
    peakMb: Array.from({ length: 5 }, (_, at) => Math.max(0, ...samples.slice(at * fifth, (at + 1) * fifth))),
  };
};
