import { HISTORY_MAX_ITEMS } from '../../worker/contract/limits.ts';
import { closedLoop, type LoadResult } from './load.ts';
import type { BenchServer } from './servers.ts';

/** Lets jobs that were ordered before be done, as many as a history holds, each with a preview and a final. */
const fillHistory = async (db: D1Database, userId: string): Promise<void> => {
  const { results } = await db
    .prepare('SELECT id FROM jobs WHERE user_id = ?1 ORDER BY created_at LIMIT ?2')
    .bind(userId, HISTORY_MAX_ITEMS)
    .all<{ id: string }>();
  if (results.length < HISTORY_MAX_ITEMS) throw new Error('there are too few jobs to fill a history with');
  const ids = JSON.stringify(results.map(({ id }) => id));
  const at = Date.now();
  const asset = (kind: 'preview' | 'final') =>
    db
      .prepare(
        `INSERT INTO assets (id, user_id, job_id, kind, r2_key, content_type, size_bytes, sha256, duration_ms, captions, created_at, expires_at)
          SELECT value || ':${kind}', ?2, value, '${kind}', value || '/${kind}.mp3', 'audio/mpeg', 40000, '', 2500, 'word', ?3, ?3 + 86400000
          FROM json_each(?1)`,
      )
      .bind(ids, userId, at);
  await db.batch([
    // What speech at once has made before is not what is measured, and with it the history would be too long.
    db.prepare('DELETE FROM generations WHERE user_id = ?1').bind(userId),
    db
      .prepare(`UPDATE jobs SET status = 'completed', completed_at = ?2 WHERE id IN (SELECT value FROM json_each(?1))`)
      .bind(ids, at),
    asset('preview'),
    asset('final'),
    db
      .prepare(
        `INSERT INTO generations (id, user_id, job_id, type, size_bytes, created_at)
          SELECT value || ':line', ?2, value, 'audio', 40000, ?3 + key FROM json_each(?1)`,
      )
      .bind(ids, userId, at),
  ]);
};

/** A full history, read whole by one request after the other. */
export const benchHistory = async (
  server: BenchServer,
  { userId, cookie, seconds }: { userId: string; cookie: string; seconds: number },
): Promise<LoadResult> => {
  await fillHistory(server.db, userId);
  const next = () => ({ method: 'GET', path: '/api/history', headers: { cookie } }) as const;
  await closedLoop(server, { connections: 1, seconds: 1, next });
  return closedLoop(server, { connections: 1, seconds, next });
};
