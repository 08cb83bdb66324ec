import type { Context } from '../../context.ts';
import { WEBHOOK_KEEP_MS } from '../../contract/limits.ts';

/** Rows of one statement, and statements of one run: what is beyond waits for the next day. */
const CHUNK_ROWS = 500;
const CHUNKS_MAX = 200;

/** Daily: forgets deliveries whose time is over, then secrets that no longer sign and endpoints that nothing names. */
export const forgetDeliveries = async (ctx: Context): Promise<void> => {
  const now = ctx.clock.now();
  const old = `SELECT id FROM webhook_deliveries WHERE created_at < ?1 AND status <> 'pending' ORDER BY created_at LIMIT ${CHUNK_ROWS}`;
  for (let chunk = 0; chunk < CHUNKS_MAX; chunk += 1) {
    const [, removed] = await ctx.db.batch([
      ctx.db.prepare(`DELETE FROM webhook_attempts WHERE delivery_id IN (${old})`).bind(now - WEBHOOK_KEEP_MS),
      ctx.db.prepare(`DELETE FROM webhook_deliveries WHERE id IN (${old})`).bind(now - WEBHOOK_KEEP_MS),
    ]);
    if ((removed?.meta.changes ?? 0) < CHUNK_ROWS) break;
  }
  await ctx.db.batch([
    ctx.db.prepare('DELETE FROM webhook_secrets WHERE expires_at <= ?1').bind(now),
    ctx.db.prepare(
      `DELETE FROM webhook_endpoints WHERE deleted_at IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM webhook_deliveries d WHERE d.endpoint_id = webhook_endpoints.id)`,
    ),
  ]);
};
