import type { Context } from '../../context.ts';

/** Files that go so soon are not used again: a job that waits in a line would find them gone. */
const REUSE_MIN_LIFE_MS = 86_400_000;

/**
 * Which scenes a user has already, by the hash of their content.
 * @returns the ids of their files; the newest of each
 */
export const findMadeScenes = async (
  ctx: Context,
  input: { userId: string; hashes: readonly string[]; isDemo: boolean },
): Promise<Map<string, string>> => {
  const { results } = await ctx.db
    .prepare(
      `SELECT a.content_hash AS hash, a.id FROM assets a JOIN jobs j ON j.id = a.job_id
        WHERE a.user_id = ?1 AND a.content_hash IN (SELECT value FROM json_each(?2)) AND a.is_deleted = 0
          AND a.expires_at > ?3 AND j.demo = ?4 ORDER BY a.created_at`,
    )
    .bind(input.userId, JSON.stringify(input.hashes), ctx.clock.now() + REUSE_MIN_LIFE_MS, Number(input.isDemo))
    .all<{ hash: string; id: string }>();
  return new Map(results.map(({ hash, id }) => [hash, id]));
};
