import type { ExportedJWKSCache } from 'jose';

/** Longest that a key set is kept, in seconds: what jose itself takes for the age beyond which keys are asked for anew. */
export const KEY_SET_MAX_AGE_SECONDS = 600;
export const KEY_SET_CACHE = 'key-sets';

/** Where a vendor's public keys are kept between requests, which share no memory. Only this code writes it. */
export type KeySetCache = {
  read(url: string): Promise<ExportedJWKSCache | undefined>;
  write(url: string, keys: ExportedJWKSCache): Promise<void>;
};

/**
 * Keeps key sets in the platform's cache, in a cache of its own that no `fetch` fills. Where there is none (on
 * workers.dev), nothing is kept and the keys are asked for each time.
 */
export const platformKeySetCache: KeySetCache = {
  async read(url) {
    const kept = await (await caches.open(KEY_SET_CACHE)).match(url);
    return kept?.json<ExportedJWKSCache>();
  },
  async write(url, keys) {
    const headers = { 'Cache-Control': `max-age=${KEY_SET_MAX_AGE_SECONDS}` };
    await (await caches.open(KEY_SET_CACHE)).put(url, Response.json(keys, { headers }));
  },
};
