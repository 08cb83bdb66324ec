import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Of its own, since the sandbox is a program of its own; the speech data has to be built first.
export default defineConfig({
  root: fileURLToPath(new URL('../../..', import.meta.url)),
  test: { name: 'sandbox-unit', include: ['tests/unit/sandbox/**/*.test.ts'], testTimeout: 60_000 },
});
