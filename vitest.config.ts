import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { sandboxWorker } from './tests/support/node/sandbox-worker.ts';

/** A submission is judged by what it changed: fresh seeds are for those who can look into what they find. */
const CI_SEED = '20261121';
const VAULT_KEY = 'YfXnHiXA1vaeb5WNy6Lr3Jd4U0TS8kzgqPmO7hF2wBE=';
const WORKER_CALLBACK_SECRET = 'a-secret-that-workers-of-the-tests-sign-with-9876543210';
const SESSION_SECRET = 'a-long-random-text-for-the-tests-only-0123456789';

/** The main Worker with the bundled sandbox beside it. `parked` queues keep what is sent: tests deliver by hand. */
const worker = (options: { parked: boolean }) =>
  cloudflareTest(async () => ({
    wrangler: { configPath: './wrangler.toml' },
    miniflare: {
      bindings: {
        ENVIRONMENT: 'test',
        SESSION_SECRET,
        WORKER_CALLBACK_SECRET,
        VAULT_KEY,
        TEST_MIGRATIONS: await readD1Migrations('migrations'),
        SIM_SEED: process.env.SIM_SEED ?? '',
        FIRST_SEED: process.env.CI ? CI_SEED : '',
        SIM_SEEDS: process.env.SIM_SEEDS ?? '',
      },
      ...(options.parked
        ? {
            queueProducers: {
              JOBS_PRIORITY: 'parked-priority',
              JOBS_DEFAULT: 'parked-default',
              WEBHOOKS: 'parked-webhooks',
              WEBHOOKS_AGAIN: 'parked-webhooks-again',
            },
          }
        : {}),
      workers: [sandboxWorker()],
    },
  }));

const inWorker = {
  // A workerd of its own for every file takes longer than most files do; `migrate.ts` gives each an empty house instead.
  isolate: false,
  setupFiles: ['./tests/support/migrate.ts', './tests/support/keep-secrets.ts', './tests/support/well-vendors.ts'],
  globalSetup: ['./tests/support/node/sandbox-worker.ts'],
  // No test waits for this: it is for those that hang, on a machine however busy.
  testTimeout: 180_000,
};

// A package may name files that browsers leave out ("browser": { "./node.js": false }); workerd cannot load such a hole.
const resolve = { mainFields: ['module', 'main'] };

export default defineConfig({
  test: {
    projects: [
      {
        // Node does not load a codec as workerd does; what uses one is tested there.
        resolve: {
          alias: [{ find: /^.*\.wasm$/, replacement: `${import.meta.dirname}/tests/support/node/no-codec.ts` }],
        },
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts'],
          exclude: ['tests/unit/web/**', 'tests/unit/sandbox/**'],
          // Properties run hundreds of cases; a machine that is busy with other things takes its time.
          testTimeout: 60_000,
        },
      },
      {
        resolve,
        plugins: [worker({ parked: true })],
        test: {
          ...inWorker,
          name: 'workers',
          include: ['tests/workers/**/*.test.ts'],
          exclude: ['tests/workers/sandbox/**', 'tests/workers/queues/**'],
        },
      },
      {
        resolve,
        plugins: [worker({ parked: false })],
        test: { ...inWorker, name: 'queues', include: ['tests/workers/queues/**/*.test.ts'] },
      },
      {
        resolve,
        plugins: [worker({ parked: true })],
        test: { ...inWorker, name: 'sim', include: ['tests/sim/**/*.test.ts'], testTimeout: 600_000 },
      },
    ],
  },
});
