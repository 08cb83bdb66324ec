import { fileURLToPath } from 'node:url';
import { lingui } from '@lingui/vite-plugin';
import { defineConfig } from 'vitest/config';
import { messageMacros } from '../../../web/message-macros.ts';

// The web app's pure logic, in plain Node: what needs a browser is looked at in one.
export default defineConfig({
  root: fileURLToPath(new URL('../../..', import.meta.url)),
  plugins: [messageMacros(), lingui()],
  test: {
    name: 'web-unit',
    include: ['tests/unit/web/**/*.test.ts'],
    setupFiles: ['tests/unit/web/speak-english.ts'],
    testTimeout: 60_000,
  },
});
