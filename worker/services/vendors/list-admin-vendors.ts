import type { Context } from '../../context.ts';
import type { AdminVendor, AdminVendorList } from '../../contract/admin-vendors.ts';
import { ruleOf } from '../../pricing/price.ts';
import { SPEECH_VENDORS, type SpeechVendorId } from '../../providers/vendors.ts';
import { statusOf } from './list-status.ts';
import { forgetRoster, readRoster } from './read-roster.ts';

type VoiceRow = { provider: string; voices: number; vanished: number };
type SyncRow = { provider: string; triedAt: number; succeededAt: number | null; errorCode: string | null };

const toMs = (value: number | undefined): number | null => (value === undefined ? null : Math.round(value));

/** Every vendor as operators see it, internal ones too. Read anew: whoever looks has often just changed something. */
export const listAdminVendors = async (ctx: Context): Promise<AdminVendorList> => {
  forgetRoster(ctx);
  const roster = await readRoster(ctx);
  const [voices, syncs] = await ctx.db.batch([
    ctx.db.prepare(
      `SELECT provider, COUNT(*) FILTER (WHERE vanished_at IS NULL) AS voices,
          COUNT(*) FILTER (WHERE vanished_at IS NOT NULL) AS vanished FROM voices GROUP BY provider`,
    ),
    ctx.db.prepare(
      `SELECT provider, tried_at AS triedAt, succeeded_at AS succeededAt, error_code AS errorCode FROM voice_syncs`,
    ),
  ]);
  const counted = new Map(((voices?.results ?? []) as VoiceRow[]).map((row) => [row.provider, row]));
  const synced = new Map(((syncs?.results ?? []) as SyncRow[]).map(({ provider, ...sync }) => [provider, sync]));
  const now = ctx.clock.now();
  const toVendor = (id: SpeechVendorId): AdminVendor => {
    const keys = roster.keys.filter((key) => key.provider === id).length;
    const own = id === 'unicorn' ? ctx.providers.voices.length : 0;
    return {
      ...statusOf(roster, id, now),
      isInternal: ctx.providers.internal.includes(id),
      isEnabled: !roster.disabled.has(id),
      source: keys > 0 ? 'keys' : ctx.providers.speech(id).isDemo ? 'sandbox' : 'settings',
      keys,
      price: ruleOf(roster.prices, id),
      recentMs: toMs(roster.pace.get(id)?.recentMs),
      usualMs: toMs(roster.pace.get(id)?.usualMs),
      voices: own + (counted.get(id)?.voices ?? 0),
      vanishedVoices: counted.get(id)?.vanished ?? 0,
      sync: synced.get(id) ?? null,
    };
  };
  const items = (Object.keys(SPEECH_VENDORS) as SpeechVendorId[]).map(toVendor);
  return { items, priceVersion: roster.prices.version };
};
