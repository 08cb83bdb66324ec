import type { Context } from '../../context.ts';
import type { AdminVendor, AdminVendorList } from '../../contract/admin-vendors.ts';
import { ruleOf } from '../../pricing/price.ts';
import { isSpeechVendor, VENDOR_IDS, VENDORS, type VendorId } from '../../providers/vendors.ts';
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
  const voicesOf = (id: VendorId): AdminVendor['voices'] => {
    if (!isSpeechVendor(id)) return null;
    const own = id === 'unicorn' ? ctx.providers.voices.length : 0;
    return {
      count: own + (counted.get(id)?.voices ?? 0),
      vanished: counted.get(id)?.vanished ?? 0,
      areInCode: own > 0,
      sync: synced.get(id) ?? null,
    };
  };
  const toVendor = (id: VendorId): AdminVendor => {
    const keys = roster.keys.filter((key) => key.provider === id).length;
    return {
      ...statusOf(roster, id, now),
      isInternal: VENDORS[id].isInternal,
      isEnabled: !roster.disabled.has(id),
      source: keys > 0 ? 'keys' : ctx.providers.reach(id).isDemo ? 'sandbox' : 'settings',
      keys,
      price: isSpeechVendor(id) ? ruleOf(roster.prices, id) : null,
      recentMs: toMs(roster.pace.get(id)?.recentMs),
      usualMs: toMs(roster.pace.get(id)?.usualMs),
      voices: voicesOf(id),
    };
  };
  return { items: VENDOR_IDS.map(toVendor), priceVersion: roster.prices.version };
};
