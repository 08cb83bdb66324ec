import type { Context } from '../../context.ts';
import type { VendorKey } from '../../contract/admin-vendors.ts';
import { AppError } from '../../errors.ts';
import type { Circuit } from '../../providers/roster.ts';
import { toCircuitView } from './circuits.ts';
import { CIRCUIT_COLUMNS } from './read-roster.ts';

type Row = Omit<VendorKey, 'isEnabled' | 'circuit' | 'region' | 'groupId'> & { isEnabled: number; extras: string };

/** The house's keys of a vendor, those in use first; what is sealed stays out. */
export const listKeys = async (ctx: Context, provider: string): Promise<VendorKey[]> => {
  const [keys, circuits] = await ctx.db.batch([
    ctx.db
      .prepare(
        `SELECT k.id, k.label, k.hint, k.base_url AS baseUrl, k.extras, k.is_enabled AS isEnabled,
            k.added_at AS addedAt, k.retired_at AS retiredAt,
            (SELECT MAX(c.started_at) FROM provider_calls c WHERE c.key_id = k.id) AS lastUsedAt
          FROM vendor_keys k WHERE k.provider = ?1 ORDER BY k.retired_at IS NOT NULL, k.added_at DESC, k.id DESC`,
      )
      .bind(provider),
    ctx.db.prepare(`SELECT ${CIRCUIT_COLUMNS} FROM vendor_circuits WHERE provider = ?1`).bind(provider),
  ]);
  const broken = new Map(((circuits?.results ?? []) as Circuit[]).map((circuit) => [circuit.id, circuit]));
  const now = ctx.clock.now();
  return ((keys?.results ?? []) as Row[]).map(({ extras, isEnabled, ...key }) => {
    const { region, groupId } = JSON.parse(extras) as Record<string, string>;
    return {
      ...key,
      region: region ?? null,
      groupId: groupId ?? null,
      isEnabled: isEnabled === 1,
      circuit: toCircuitView(broken.get(key.id), now),
    };
  });
};

/** One of them. @throws AppError not_found. */
export const findKey = async (ctx: Context, input: { provider: string; keyId: string }): Promise<VendorKey> => {
  const found = (await listKeys(ctx, input.provider)).find(({ id }) => id === input.keyId);
  if (!found) throw new AppError('not_found', 'There is no such key.');
  return found;
};
