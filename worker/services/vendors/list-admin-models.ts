import type { Context } from '../../context.ts';
import type { AdminModel, AdminModelList } from '../../contract/admin-models.ts';
import { WORKER_LEASE_MS } from '../../contract/limits.ts';
import { moduleSchema } from '../../contract/modules.ts';
import { forgetRoster, readRoster } from './read-roster.ts';

const DAY_MS = 86_400_000;

type Row = {
  id: string;
  samples: number;
  isEnabled: number;
  made: number | null;
  failed: number | null;
  averageCost: number | null;
};

type HandedRow = AdminModel['handedOver'] & { modelId: string };

// A job that was called for several times cost all of its calls.
const ENDED = `
  SELECT e.model_id, COUNT(*) FILTER (WHERE e.status = 'completed') AS made,
    COUNT(*) FILTER (WHERE e.status IN ('failed', 'expired')) AS failed, CAST(AVG(e.cost) AS INTEGER) AS cost
  FROM (SELECT j.model_id, j.status,
      (SELECT SUM(c.cost_microdollars) FROM provider_calls c WHERE c.job_id = j.id) AS cost
    FROM jobs j WHERE j.completed_at > ?1 AND j.cached_from IS NULL) e
  GROUP BY e.model_id`;

// A report renews the lease of the hand-over that counts: nothing has been heard of a job that has still its first one.
const HANDED_OVER = `
  SELECT j.model_id AS modelId, COUNT(*) AS openJobs,
    MAX(CASE WHEN j.lease_token = w.run_id AND j.lease_expires_at - ?1 > w.handed_at
      THEN j.lease_expires_at - ?1 END) AS heardAt
  FROM jobs j JOIN worker_runs w ON w.job_id = j.id
  WHERE j.status IN ('queued', 'running', 'preview_ready', 'finalizing') GROUP BY j.model_id`;

/** Every model as operators see it, in the order of the price book. Read anew: whoever looks has often just changed one. */
export const listAdminModels = async (ctx: Context): Promise<AdminModelList> => {
  forgetRoster(ctx);
  const roster = await readRoster(ctx);
  const [ended, handed] = await ctx.db.batch([
    ctx.db
      .prepare(
        `SELECT m.model_id AS id, m.is_enabled AS isEnabled, m.samples, d.made, d.failed, d.cost AS averageCost
          FROM model_profiles m LEFT JOIN (${ENDED}) d ON d.model_id = m.model_id`,
      )
      .bind(ctx.clock.now() - DAY_MS),
    ctx.db.prepare(HANDED_OVER).bind(WORKER_LEASE_MS),
  ]);
  const rows = new Map(((ended?.results ?? []) as Row[]).map((row) => [row.id, row]));
  const inHands = new Map(
    ((handed?.results ?? []) as HandedRow[]).map(({ modelId, ...facts }) => [modelId, facts] as const),
  );
  const items = roster.prices.models.flatMap(({ modelId, name, rule }): AdminModel[] => {
    const profile = roster.models.get(modelId);
    const row = rows.get(modelId);
    if (!profile || !row) return [];
    const { provider, vendorModel, workerUrl, fallbackModelId, previewMs, finalMs } = profile;
    const module = moduleSchema.parse(profile.module);
    return [
      {
        id: modelId,
        name,
        module,
        provider,
        vendorModel,
        rule,
        isEnabled: row.isEnabled === 1,
        isVendorEnabled: !roster.disabled.has(provider),
        isSetByVendor: module === 'tts',
        workerUrl,
        handedOver: inHands.get(modelId) ?? { openJobs: 0, heardAt: null },
        standInId: fallbackModelId,
        previewMs,
        finalMs,
        samples: row.samples,
        lastDay: { made: row.made ?? 0, failed: row.failed ?? 0 },
        averageCostMicrodollars: row.averageCost,
      },
    ];
  });
  return { items, priceVersion: roster.prices.version };
};
