import { defineConfig } from 'drizzle-kit';

/**
 * `npx drizzle-kit generate` drafts the SQL of a changed schema into a folder that git ignores. A draft is where a
 * migration begins, never where it ends: STRICT, checks and triggers are written by hand in migrations/.
 */
export default defineConfig({ dialect: 'sqlite', schema: './worker/db/schema.ts', out: './.tmp/drizzle' });
