import { applyD1Migrations, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { KEY_SET_CACHE } from '../../worker/providers/key-set-cache.ts';
import { KEYS_PATH, SANDBOX_SUPABASE } from '../../worker/providers/supabase.ts';

const emptyBucket = async (): Promise<void> => {
  const { objects, truncated } = await env.MEDIA.list();
  if (objects.length > 0) await env.MEDIA.delete(objects.map(({ key }) => key));
  if (truncated) await emptyBucket();
};

const RESETS_MAX = 20;
const WAIT_MS = 100;

const isEmpty = async (): Promise<boolean> =>
  (await env.DB.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'users'`).first()) === null;

/** What still has somebody at work in it outlives a reset; a moment later it does not. */
const emptyHouse = async (): Promise<void> => {
  for (let tries = 1; tries <= RESETS_MAX; tries += 1) {
    await reset();
    if (await isEmpty()) return emptyBucket();
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
  throw new Error('the file before is still at work in the database');
};

// The files of a project share one workerd, since a new one takes longer than most files do: what the file before has
// left behind goes here.
await emptyHouse();
// The sandbox makes new keys after a reset, and the platform's cache outlives it.
await (await caches.open(KEY_SET_CACHE)).delete(SANDBOX_SUPABASE.url + KEYS_PATH);
await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
