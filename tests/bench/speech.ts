import { Agent } from 'node:http';
import type { VoiceList } from '../../worker/contract/speech.ts';
import type { SpeechRequest } from '../../worker/providers/provider.ts';
import { createProviders } from '../../worker/providers/registry.ts';
import type { SpeechVendorId } from '../../worker/providers/vendors.ts';
import { type Shot, shoot } from './load.ts';
import { type BenchServer, residentMb } from './servers.ts';

const SHOTS = 15;
const SENTENCE = 'The quick brown fox jumps over the lazy dog while the river keeps on running to the sea. ';
/** Vendors who answer with the sound itself. fal makes a file first, so its first byte is its last. */
const STREAMING = ['unicorn', 'elevenlabs', 'openai', 'azure'] as const satisfies SpeechVendorId[];

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const jsonOf = async <T>(server: BenchServer, path: string, cookie: string, body?: unknown): Promise<T> => {
  const reply = await fetch(new URL(path, server.origin), {
    headers: { cookie, origin: server.origin.origin, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  if (!reply.ok) throw new Error(`${path} answered ${reply.status}: ${(await reply.text()).slice(0, 200)}`);
  return (await reply.json()) as T;
};

/** The very request that the adapter sends for a text, to be sent once more without the product. */
const requestOf = async (vendor: SpeechVendorId, request: SpeechRequest): Promise<Shot> => {
  let sent: Request | undefined;
  const providers = createProviders({
    accounts: {},
    sandboxFetch: (outgoing) => {
      sent = outgoing.clone();
      return Promise.reject(new Error('only the request is wanted'));
    },
    playsOwnKeys: true,
    now: () => Date.now(),
  });
  const stream = providers.speech(vendor).synthesize(request, { signal: new AbortController().signal, timed: true });
  await stream[Symbol.asyncIterator]()
    .next()
    .catch(() => undefined);
  if (!sent) throw new Error(`${vendor} sent nothing`);
  const url = new URL(sent.url);
  return {
    method: 'POST',
    path: url.pathname + url.search,
    headers: { ...Object.fromEntries(sent.headers), host: url.host },
    body: await sent.text(),
  };
};

/** What the product adds to the first byte of each vendor's sound, p50 in ms. Every text is a new one. */
export const benchVendors = async (
  server: BenchServer,
  cookies: { user: string; admin: string },
): Promise<{ vendor: string; directMs: number; addedMs: number }[]> => {
  const results = [];
  const agent = new Agent({ keepAlive: true });
  for (const vendor of STREAMING) {
    if (vendor !== 'unicorn') await jsonOf(server, `/api/admin/vendors/${vendor}/sync`, cookies.admin, {});
    const { voices } = await jsonOf<VoiceList>(server, `/api/voices?provider=${vendor}&language=en&limit=1`, '');
    const voice = voices[0];
    if (!voice) throw new Error(`${vendor} has no English voice`);
    const language = voice.languages.find((tag) => tag.startsWith('en')) ?? 'en';
    const direct: number[] = [];
    const through: number[] = [];
    // One after the other, so that whatever else the machine does falls on both alike. The first of each warms up.
    for (let round = 0; round <= SHOTS; round += 1) {
      const text = `${SENTENCE}Round ${round}, ${vendor}. ${SENTENCE}`;
      const raw = await requestOf(vendor, {
        text,
        voice: voice.id.slice(vendor.length + 1),
        language,
        speed: 1,
        pitch: 0,
        volume: 100,
        quality: 'standard',
        format: 'mp3',
        bitrateKbps: 128,
        style: undefined,
        instructions: undefined,
        seed: undefined,
        previousText: undefined,
        nextText: undefined,
        tuning: {},
      });
      const alone = await shoot(server.sandboxOrigin, agent, raw);
      const product = await shoot(server.origin, agent, {
        method: 'POST',
        path: '/api/tts/synthesize',
        headers: { cookie: cookies.user, origin: server.origin.origin, 'content-type': 'application/json' },
        body: JSON.stringify({ text, voiceId: voice.id, language, noCache: true }),
      });
      if (!alone.ok || !product.ok) throw new Error(`${vendor} did not speak`);
      if (round === 0) continue;
      direct.push(alone.firstByte);
      through.push(product.firstByte);
    }
    results.push({ vendor, directMs: median(direct), addedMs: median(through) - median(direct) });
  }
  agent.destroy();
  return results;
};

/** Distinct sentences, so that nothing is found in a cache. */
const scriptOf = (chars: number, name: string): string => {
  let text = '';
  for (let line = 1; text.length < chars; line += 1) text += `Line ${line} of ${name}. ${SENTENCE}`;
  return text.slice(0, chars).trim();
};

const runJobs = async (
  server: BenchServer,
  cookie: string,
  scripts: string[],
): Promise<{ ms: number; peakMb: number[] }> => {
  const startedAt = performance.now();
  const ids = await Promise.all(
    scripts.map(async (text, index) => {
      const clientJobId = `long-${startedAt}-${index}`;
      return (await jsonOf<{ jobId: string }>(server, '/api/tts/jobs', cookie, { clientJobId, text, noCache: true }))
        .jobId;
    }),
  );
  const open = new Set(ids);
  const samples: number[] = [];
  while (open.size > 0) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    samples.push(residentMb(server.pid));
    for (const id of open) {
      const { status } = await jsonOf<{ status: string }>(server, `/api/jobs/${id}/status`, cookie);
      if (status === 'completed') open.delete(id);
      else if (['failed', 'expired', 'canceled'].includes(status)) throw new Error(`a long job is ${status}`);
    }
  }
  // The highest of each fifth of the time: flat where the last is no higher than the others.
  const fifth = Math.ceil(samples.length / 5);
  const peakMb = Array.from({ length: 5 }, (_, at) => Math.max(0, ...samples.slice(at * fifth, (at + 1) * fifth)));
  return { ms: performance.now() - startedAt, peakMb };
};

/**
 * A long script in the background against the engine by itself, both in characters a second; and the memory of the whole
 * server process, sandbox and storage in it, with ten jobs at once.
 */
export const benchLong = async (
  server: BenchServer,
  cookie: string,
  chars: { script: number; each: number },
): Promise<{ engine: number; job: number; idleMb: number; peakMb: number[] }> => {
  const agent = new Agent({ keepAlive: true });
  const text = scriptOf(10_000, 'the engine');
  const raw = { text, voice_id: 'iris', language: 'en', bitrate_kbps: 128, format: 'mp3' };
  const speak: Shot = {
    method: 'POST',
    path: '/v1/speech',
    headers: { host: 'unicorn.ozvena.example', 'x-api-key': 'uni_sandbox', 'content-type': 'application/json' },
    body: JSON.stringify(raw),
  };
  await shoot(server.sandboxOrigin, agent, speak);
  const bare = await shoot(server.sandboxOrigin, agent, speak);
  if (!bare.ok) throw new Error('the engine did not speak');
  agent.destroy();
  const one = await runJobs(server, cookie, [scriptOf(chars.script, 'one job')]);
  const idleMb = residentMb(server.pid);
  const ten = await runJobs(
    server,
    cookie,
    Array.from({ length: 10 }, (_, index) => scriptOf(chars.each, `job ${index}`)),
  );
  return {
    engine: text.length / (bare.total / 1_000),
    job: chars.script / (one.ms / 1_000),
    idleMb,
    peakMb: ten.peakMb,
  };
};
