import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    name: 'e2e',
    environment: 'node',
    include: ['tests/e2e/*.test.ts'],
    globalSetup: ['tests/e2e/build.ts', 'tests/e2e/server.ts'],
    // One server, one account and one day's guest tries are shared: files run one after the other.
    fileParallelism: false,
    // A starved browser can miss a moment; the report shows what needed its second try. Nothing of money rests on these alone.
    retry: 1,
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
