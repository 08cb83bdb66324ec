import type { Context } from '../context.ts';
import { readRoster } from '../services/vendors/read-roster.ts';
import { syncVoices } from '../services/voices/sync-voices.ts';

/** Daily: what every vendor can speak by now. One after the other; a vendor that is away keeps what it had. */
export const syncAllVoices = async (ctx: Context): Promise<void> => {
  const { keys } = await readRoster(ctx);
  // The house's own voices are in the code; a key of ours may have others besides.
  const isOurs = keys.some(({ provider }) => provider === 'unicorn');
  for (const provider of [...ctx.providers.vendors, ...(isOurs ? (['unicorn'] as const) : [])]) {
    const { listed, error } = await syncVoices(ctx, provider);
    ctx.log.event('voices_synced', { provider, listed, error });
  }
};
