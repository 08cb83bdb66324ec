import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare';

const ROOT = new URL('../..', import.meta.url).pathname;
export const BENCH_SECRET = 'a-secret-of-the-benchmark-that-is-long-enough';
const COMPATIBILITY = { compatibilityDate: '2026-10-20', compatibilityFlags: ['nodejs_compat'] };

/** Memory that a process holds at this moment, in MB, from /proc (Linux). */
export const residentMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;

/** Bundles a Worker as it would be deployed. @returns the folder of its modules. */
const bundle = (config: string, ...more: string[]): string => {
  const outdir = mkdtempSync(join(tmpdir(), 'ozvena-bench-'));
  execFileSync('wrangler', ['deploy', '--dry-run', '--minify', '--outdir', outdir, '-c', join(ROOT, config), ...more], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false' },
  });
  return outdir;
};

const MODULE_TYPES: Record<string, 'ESModule' | 'CompiledWasm' | 'Data'> = {
  js: 'ESModule',
  mjs: 'ESModule',
  wasm: 'CompiledWasm',
  bin: 'Data',
};

const modulesOf = (folder: string) => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const modules = files.flatMap((file) => {
    const type = MODULE_TYPES[file.split('.').at(-1) ?? ''];
    return type ? [{ type, path: join(folder, file), contents: readFileSync(join(folder, file)) }] : [];
  });
  // The entry comes first; a dry run names it after the main file.
  const isEntry = (path: string) => Number(/\/(index|rungs)\.js$/.test(path));
  return { modulesRoot: folder, modules: modules.sort((a, b) => isEntry(b.path) - isEntry(a.path)) };
};

/** Answers every synthesis at once with one second of silence, timed or not, so that only the product's time is measured. */
const STUB_SANDBOX = (mp3: Uint8Array) => `
  const base64 = '${Buffer.from(mp3).toString('base64')}';
  const mp3 = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const line = { audio_base64: base64, characters_done: 1, characters_total: 1, words: [] };
  const timed = JSON.stringify(line) + '\\n' + JSON.stringify({ done: true }) + '\\n';
  const reply = (body, type) => new Response(body, { headers: { 'Content-Type': type } });
  export default {
    fetch: ({ url }) => url.endsWith('/timed') ? reply(timed, 'application/x-ndjson') : reply(mp3, 'audio/mpeg'),
  };`;

const SINK = 'export default { fetch: () => new Response(), queue(batch) { batch.ackAll(); } };';

/** What becomes of a job is not the load's business: the sink takes messages in the largest batches there are. */
const SINK_BATCH = { maxBatchSize: 100, maxBatchTimeout: 1 };
/** As wrangler.toml says. */
const WORK_BATCH = { maxBatchSize: 5, maxBatchTimeout: 0 };

/** Valid frames of MPEG-2 layer III, 32 kbit/s, 22.05 kHz, whose content is silence. */
const silentMp3 = (): Uint8Array => {
  const frame = new Uint8Array(104);
  frame.set([0xff, 0xf3, 0x40, 0xc4]);
  const frames = 38;
  const bytes = new Uint8Array(frame.length * frames);
  for (let index = 0; index < frames; index += 1) bytes.set(frame, index * frame.length);
  return bytes;
};

export type BenchServer = {
  origin: URL;
  sandboxOrigin: URL;
  pid: number;
  /** Where the isolates of the process are asked; only of a server that was started to be looked into. */
  inspector(): Promise<URL>;
  db: D1Database;
  stop(): Promise<void>;
};

/** The workerd processes that this one has started. */
const workerdPids = (): number[] =>
  execFileSync('ps', ['-o', 'pid=,comm=', '--ppid', String(process.pid)], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('workerd'))
    .map((line) => Number(line.trim().split(' ')[0]));

const direct = { unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }] };

/** The vendors in a process of their own, so that what is measured of the product's is the product's. */
const startSandbox = async (): Promise<{ origin: URL; stop(): Promise<void> }> => {
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      log: new Log(LogLevel.ERROR),
      workers: [
        {
          ...COMPATIBILITY,
          ...direct,
          name: 'sandbox',
          ...modulesOf(bundle('sandbox/wrangler.toml')),
          durableObjects: { STATE: { className: 'SandboxState', useSQLite: true } },
          bindings: { FAULTS: 'off' },
        },
      ],
    }),
  );
  await miniflare.ready;
  return { origin: await miniflare.unsafeGetDirectURL('sandbox'), stop: () => miniflare.dispose() };
};

const applyMigrations = async (db: D1Database): Promise<void> => {
  for (const name of readdirSync(join(ROOT, 'migrations'))
    .filter((file) => file.endsWith('.sql'))
    .sort()) {
    const text = readFileSync(join(ROOT, 'migrations', name), 'utf8').replace(/^\s*--.*$/gm, '');
    // A trigger's body holds semicolons: statements end where one is followed by a line that begins a new one.
    for (const statement of text.split(/;\s*\n(?=CREATE|INSERT|$)/).filter((part) => part.trim())) {
      await db.prepare(statement).run();
    }
  }
};

/**
 * Serves a bundled Worker on a socket of its own, without the development proxy.
 * @param what the product with a vendor that answers at once, the product with the real sandbox, or the rungs.
 * @param isInspected whether its memory is looked into; what can be debugged is slower.
 */
export const startServer = async (
  what: 'product' | 'product-with-sandbox' | 'rungs',
  isInspected = false,
): Promise<BenchServer> => {
  const db = { d1Databases: { DB: 'bench' } };
  const vendors = what === 'product-with-sandbox' ? await startSandbox() : undefined;
  const others = new Set(workerdPids());
  const main =
    what === 'rungs'
      ? {
          name: 'rungs',
          ...modulesOf(bundle('tests/bench/wrangler.toml')),
          durableObjects: {
            ECHO: { className: 'Echo', useSQLite: true },
            GROUP: { className: 'Group', useSQLite: true },
          },
          bindings: { SESSION_SECRET: BENCH_SECRET },
        }
      : {
          name: 'ozvena',
          ...modulesOf(bundle('wrangler.toml', '--env', 'production')),
          durableObjects: {
            ACCOUNT: { className: 'AccountDO', useSQLite: true },
            LEDGER_WRITER: { className: 'LedgerWriter', useSQLite: true },
            GUEST_GATE: { className: 'GuestGate', useSQLite: true },
            ADMIN_HUB: { className: 'AdminHub', useSQLite: true },
          },
          r2Buckets: { MEDIA: 'media' },
          queueProducers: {
            JOBS_PRIORITY: 'jobs-priority',
            JOBS_DEFAULT: 'jobs-default',
            WEBHOOKS: 'webhooks',
            WEBHOOKS_AGAIN: 'webhooks-again',
          },
          serviceBindings: { SANDBOX: vendors ? { external: { address: vendors.origin.host, http: {} } } : 'sandbox' },
          ...(what === 'product-with-sandbox'
            ? { queueConsumers: { 'jobs-priority': WORK_BATCH, 'jobs-default': WORK_BATCH } }
            : {}),
          ratelimits: { PUBLIC_LIMIT: { namespace_id: '1', simple: { limit: 1_000_000, period: 60 as const } } },
          bindings: {
            ENVIRONMENT: 'test',
            APP_ORIGIN: 'http://127.0.0.1',
            LEDGER_WRITERS: '1',
            SESSION_SECRET: BENCH_SECRET,
            WORKER_CALLBACK_SECRET: BENCH_SECRET,
            VAULT_KEY: Buffer.from(BENCH_SECRET).subarray(0, 32).toString('base64'),
          },
        };
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      log: new Log(LogLevel.ERROR),
      ...(isInspected ? { inspectorPort: 0 } : {}),
      workers: [
        { ...COMPATIBILITY, ...direct, ...db, ...main },
        { ...COMPATIBILITY, ...direct, name: 'sandbox', modules: true, script: STUB_SANDBOX(silentMp3()) },
        {
          ...COMPATIBILITY,
          name: 'sink',
          modules: true,
          script: SINK,
          queueConsumers:
            what === 'product-with-sandbox' ? {} : { 'jobs-priority': SINK_BATCH, 'jobs-default': SINK_BATCH },
        },
      ],
    }),
  );
  await miniflare.ready;
  const database = (await miniflare.getD1Database('DB', main.name)) as unknown as D1Database;
  await applyMigrations(database);
  const pid = workerdPids().find((candidate) => !others.has(candidate));
  if (pid === undefined) throw new Error('the server has no workerd process');
  return {
    origin: await miniflare.unsafeGetDirectURL(main.name),
    sandboxOrigin: vendors?.origin ?? (await miniflare.unsafeGetDirectURL('sandbox')),
    pid,
    inspector: () => miniflare.getInspectorURL(),
    db: database,
    stop: async () => {
      await miniflare.dispose();
      await vendors?.stop();
    },
  };
};
