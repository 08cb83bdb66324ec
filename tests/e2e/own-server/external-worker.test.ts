import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findFreePort } from '../../../scripts/lib/server.mjs';
import { NODE } from '../../../scripts/lib/tools.mjs';
import { openOperator } from '../lift-limits.ts';
import { removeHome } from '../server.ts';
import { type Ask, inspect, openHouse, until } from './power-cut.ts';

// The reference worker of docs/external-worker.md, as it stands there, against the app as it is served.

const MODEL = 'gemini-2.5-flash-image';
const HEAD_BYTES = 24;

let house: Awaited<ReturnType<typeof openHouse>>;
let worker: ChildProcess;

beforeAll(async () => {
  house = await openHouse();
  const [, secret = ''] =
    /^WORKER_CALLBACK_SECRET="?([^"\n]+)/m.exec(readFileSync(house.home.secretsFile, 'utf8')) ?? [];
  const port = await findFreePort();
  const env = {
    ...process.env,
    WORKER_CALLBACK_SECRET: secret,
    OZVENA_ORIGIN: house.server.origin,
    PORT: String(port),
  };
  worker = spawn(NODE, ['docs/reference-worker.mjs'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  if (worker.stdout) await once(worker.stdout, 'data');
  const order = await openOperator(house.server.origin);
  const workerUrl = `http://127.0.0.1:${port}/`;
  await order('PUT', `/api/admin/models/${MODEL}/worker`, { workerUrl, reason: 'To be tried' });
});
afterAll(async () => {
  worker.kill();
  await house.server.stop();
  removeHome(house.home);
});

type Asset = { url: string; contentType: string; widthPx: number; heightPx: number; sizeBytes: number };
type Job = { status: string; demo: boolean; costCredits: number; preview: Asset | null; finals: Asset[] };

const make = async (ask: Ask, params: object): Promise<Job> => {
  const body = JSON.stringify({ clientJobId: crypto.randomUUID(), module: 'image', params });
  const accepted = await ask('/api/jobs', { method: 'POST', body });
  expect(accepted.status).toBe(202);
  const { jobId } = (await accepted.json()) as { jobId: string };
  const look = async () => (await (await ask(`/api/jobs/${jobId}/status`)).json()) as Job;
  await until(
    'the end of the job',
    async () => !['queued', 'running', 'preview_ready', 'finalizing'].includes((await look()).status),
  );
  return look();
};

/** Width and height, as the file itself says. */
const sizeOf = async (ask: Ask, { url }: Asset): Promise<[number, number]> => {
  const bytes = Buffer.from(await (await ask(url)).arrayBuffer());
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(bytes.length).toBeGreaterThan(HEAD_BYTES);
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
};

test('the reference worker makes pictures: preview, then as many as were asked for, measured and kept', async () => {
  const { ask } = house;
  const job = await make(ask, { prompt: 'A quiet evening by the sea', aspectRatio: '16:9', seed: 7, count: 2 });
  expect(job).toMatchObject({ status: 'completed', demo: false });
  expect(job.finals).toMatchObject([
    { contentType: 'image/png', widthPx: 1_820, heightPx: 1_024 },
    { contentType: 'image/png', widthPx: 1_820, heightPx: 1_024 },
  ]);
  for (const final of job.finals) expect(await sizeOf(ask, final)).toEqual([1_820, 1_024]);
  expect(job.preview).toMatchObject({ widthPx: 853, heightPx: 480 });
});

test('jobs at once are made one after the other, each once, and the books hold', async () => {
  const { ask, home } = house;
  const prompts = ['a hill', 'a lake', 'a town'];
  const jobs = await Promise.all(prompts.map((prompt) => make(ask, { prompt, seed: 1 })));
  expect(jobs.map(({ status }) => status)).toEqual(['completed', 'completed', 'completed']);
  expect((await inspect(home.persistTo)).findings).toEqual([]);
});
