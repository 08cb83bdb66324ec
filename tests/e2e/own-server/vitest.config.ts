import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** What needs no browser, and a server of its own to kill or to change. Most of it waits, so it goes well beside others. */
export default defineConfig({
  root: fileURLToPath(new URL('../../..', import.meta.url)),
  test: {
    name: 'own-server',
    environment: 'node',
    include: ['tests/e2e/own-server/**/*.test.ts'],
    globalSetup: ['tests/e2e/build.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
