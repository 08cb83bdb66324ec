import { fileURLToPath } from 'node:url';
import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../../..', import.meta.url)),
  plugins: [
    cloudflareTest({
      wrangler: { configPath: './sandbox/wrangler.toml' },
      // The main Worker is not part of these tests.
      miniflare: { serviceBindings: { APP: () => new Response('not here', { status: 503 }) as never } },
    }),
  ],
  test: { name: 'sandbox', include: ['tests/workers/sandbox/**/*.test.ts'], testTimeout: 60_000 },
});
