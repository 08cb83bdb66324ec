import type { Context } from '../../context.ts';
import type { AdminVendorView } from '../../contract/admin-vendors.ts';
import { AppError } from '../../errors.ts';
import { toCircuitView } from './circuits.ts';
import { findVendor } from './find-vendor.ts';
import { KEY_FIELDS } from './key-fields.ts';
import { listAdminVendors } from './list-admin-vendors.ts';
import { listKeys } from './list-keys.ts';
import { listTemplates } from './list-templates.ts';
import { readRoster } from './read-roster.ts';

/** A look at the latest calls, not their history. */
const CALLS_MAX = 20;
const HOUR_MS = 3_600_000;

type Calls = AdminVendorView['calls'];
type LastHour = AdminVendorView['lastHour'];

/** One vendor with its keys, templates and latest calls. @throws AppError not_found. */
export const readAdminVendor = async (ctx: Context, id: string): Promise<AdminVendorView> => {
  const provider = findVendor(id);
  const { items } = await listAdminVendors(ctx);
  const vendor = items.find((item) => item.id === provider);
  if (!vendor) throw new AppError('not_found', 'There is no such vendor.');
  const now = ctx.clock.now();
  const [keys, templates, [calls, lastHour], { circuits }] = await Promise.all([
    listKeys(ctx, provider),
    listTemplates(ctx, provider),
    ctx.db.batch([
      ctx.db
        .prepare(
          `SELECT id, job_id AS jobId, key_id AS keyId, outcome, error_code AS errorCode, first_byte_ms AS firstByteMs,
              finished_at - started_at AS tookMs, started_at AS startedAt
            FROM provider_calls WHERE provider = ?1 ORDER BY started_at DESC, id DESC LIMIT ${CALLS_MAX}`,
        )
        .bind(provider),
      ctx.db
        .prepare(
          `SELECT COUNT(*) AS calls, COUNT(*) FILTER (WHERE outcome = 'failed') AS failed,
              COALESCE(SUM(MAX(billed_units - sent_units, 0)), 0) AS lossUnits
            FROM provider_calls WHERE provider = ?1 AND started_at > ?2`,
        )
        .bind(provider, now - HOUR_MS),
    ]),
    readRoster(ctx),
  ]);
  return {
    vendor,
    keyFields: [...KEY_FIELDS[provider]],
    circuit: toCircuitView(circuits.get(provider), now),
    keys,
    templates,
    lastHour: (lastHour?.results[0] as LastHour | undefined) ?? { calls: 0, failed: 0, lossUnits: 0 },
    calls: (calls?.results ?? []) as Calls,
  };
};
