import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// The web app's pure logic, in plain Node: what needs a browser is looked at in one.
export default defineConfig({
  root: fileURLToPath(new URL('../../..', import.meta.url)),
  test: { name: 'web-unit', include: ['tests/unit/web/**/*.test.ts'] },
});
