import type { Context } from '../context.ts';
import { syncVoices } from '../services/voices/sync-voices.ts';

/** Daily: what every vendor can speak by now. One after the other; a vendor that is away keeps what it had. */
export const syncAllVoices = async (ctx: Context): Promise<void> => {
  for (const provider of ctx.providers.vendors) {
    const { listed, error } = await syncVoices(ctx, provider);
    ctx.log.event('voices_synced', { provider, listed, error });
  }
};
