import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { AVATAR_IDS } from '../../../worker/contract/avatars.ts';
import { encodePng } from '../../support/images.ts';
import { encodeWav } from '../../support/wav.ts';
import { removeHome, serve } from '../server.ts';
import { type Ask, END_LIMIT_MS, ENDED, inspect, listJobs, openHouse, randomFrom, until } from './power-cut.ts';
import { sendFile } from './send-file.ts';

/** Blows of one run. Fifty take ten minutes: `KILL_MOMENTS=50 npx vitest run -c tests/e2e/own-server/vitest.config.ts kill -t mixed`. */
export const MOMENTS = Number(process.env.KILL_MOMENTS ?? 2);
/** A blow comes so long after the server serves. */
const LIFE_MAX_MS = 3_000;
const CLIENTS = 3;
/** Most jobs of a run: what is left open at the end has to be finished. */
const JOBS_MAX = 60;
/** Every so many orders is one of a film, until there is one of each kind. */
const FILM_EVERY = 5;

type Order = { module: string; params: Record<string, unknown> };

const TEXT = 'The power goes out in the middle of a word. When it comes back, nothing may be missing. ';

/** What films are made of. */
type Files = { image: { uploadId: string }; audio: { uploadId: string } };

const sendFiles = async (ask: Ask): Promise<Files> => ({
  image: await sendFile(ask, { kind: 'image', contentType: 'image/png', bytes: encodePng({ heightPx: 320 }) }),
  audio: await sendFile(ask, { kind: 'audio', contentType: 'audio/wav', bytes: encodeWav({ samples: 3 * 24_000 }) }),
});

/** Orders of every tool in turn, the light ones more often: films are really made, one after the other. */
const orderOf = (number: number, { image, audio }: Files): Order => {
  const prompt = `Order ${number}`;
  const films: Order[] = [
    { module: 'img2vid_noaudio', params: { image, prompt, seconds: 5, noCache: true } },
    { module: 'img2vid_audio', params: { image, audio, seconds: 5, noCache: true } },
    { module: 'audio2vid', params: { audio, avatarId: AVATAR_IDS[0], noCache: true } },
  ];
  const film = films[Math.floor(number / FILM_EVERY) % films.length];
  if (number % FILM_EVERY === 0 && number / FILM_EVERY < films.length && film) return film;
  if (number % 4 === 1) return { module: 'text', params: { message: `Say something short about ${prompt}.` } };
  if (number % 3 === 0) return { module: 'image', params: { prompt, count: 1 + (number % 4) } };
  return { module: 'tts', params: { text: TEXT.repeat(1 + (number % 4)), noCache: true } };
};

/** True when the server took it; false when it died over it or has too little credit for it. */
const order = async (ask: Ask, clientJobId: string, wanted: Order): Promise<boolean> => {
  try {
    const reply = await ask('/api/jobs', { method: 'POST', body: JSON.stringify({ clientJobId, ...wanted }) });
    await reply.arrayBuffer();
    return reply.status === 202;
  } catch {
    return false;
  }
};

/** The most time that it all takes. */
export const MIXED_LIMIT_MS = MOMENTS * 60_000 + 2 * END_LIMIT_MS;

/**
 * Cuts the power at moments of chance over orders of every tool, again and again on one disk: the books hold after every
 * blow, and what was taken comes to its end.
 */
export const cutPowerOverMixedLoad = async (seed: number): Promise<void> => {
  const random = randomFrom(seed);
  const house = await openHouse();
  let { server } = house;
  const { home, ask } = house;
  const files = await sendFiles(ask);
  const orders = new Map<string, Order>();
  const taken = new Set<string>();
  try {
    for (let moment = 0; moment < MOMENTS; moment += 1) {
      let isDead = false;
      // Some for every life, so that each blow meets work that has just come.
      const most = Math.ceil((JOBS_MAX * (moment + 1)) / MOMENTS);
      const client = async (): Promise<void> => {
        while (!isDead && orders.size < most) {
          const key = `mixed-${seed}-${orders.size}`;
          const wanted = orderOf(orders.size, files);
          orders.set(key, wanted);
          if (await order(ask, key, wanted)) taken.add(key);
        }
      };
      const before = taken.size;
      const clients = Array.from({ length: CLIENTS }, client);
      // A server that is slow to wake is given time for some work: a blow at one that does nothing tells nothing.
      await until('an order was taken', async () => taken.size > before || orders.size >= most);
      await pause(random() * LIFE_MAX_MS);
      await server.kill();
      isDead = true;
      await Promise.all(clients);
      const dead = await inspect(home.persistTo);
      console.log(
        `KILL_SEED=${seed} blow ${moment + 1}: ${taken.size} taken, on disk ${JSON.stringify(dead.statuses)}`,
      );
      expect(dead.findings).toEqual([]);
      server = await serve(home, server.port);
    }
    // What was never answered is asked for again with the same key, as a client would.
    for (const [key, wanted] of orders) if (await order(ask, key, wanted)) taken.add(key);
    const ended = async () => (await listJobs(ask)).filter(({ status }) => ENDED.includes(status));
    await until('the jobs ended', async () => (await ended()).length === taken.size);

    const jobs = await ended();
    expect(jobs.map(({ clientJobId }) => clientJobId).sort()).toEqual([...taken].sort());
    for (const job of jobs) {
      expect(['completed', 'failed']).toContain(job.status);
      if (job.status === 'failed') expect(job.returnedCredits).toBe(job.costCredits);
    }
    expect((await inspect(home.persistTo)).findings).toEqual([]);
  } finally {
    await server.stop();
    removeHome(home);
  }
};
