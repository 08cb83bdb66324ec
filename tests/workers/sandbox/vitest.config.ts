import { fileURLToPath } from 'node:url';
import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../../..', import.meta.url)),
  // A package may name files that browsers leave out; workerd cannot load such a hole.
  resolve: { mainFields: ['module', 'main'] },
  plugins: [cloudflareTest({ wrangler: { configPath: './sandbox/wrangler.toml' } })],
  test: { name: 'sandbox', include: ['tests/workers/sandbox/**/*.test.ts'], testTimeout: 180_000 },
});
