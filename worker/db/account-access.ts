import { z } from 'zod';
import { ACCESS_TOKEN_MS } from '../contract/limits.ts';
import { LIMIT_CLASSES } from '../contract/permissions.ts';
import { roleSchema } from '../contract/users.ts';

const limitSchema = z.object({ requests: z.int(), windowMs: z.int() });

/** What decides whether a user's request is let in. */
export const accountAccessSchema = z.object({
  role: roleSchema.exclude(['guest']),
  isBlocked: z.boolean(),
  limits: z.record(z.enum(LIMIT_CLASSES), limitSchema),
  /** Sessions that have ended while an access token of theirs may still be fresh. */
  endedSessions: z.array(z.string()),
});
export type AccountAccess = z.infer<typeof accountAccessSchema>;
export type RateLimit = z.infer<typeof limitSchema>;

/**
 * One column `access` for a SELECT from `users u`: an account's access as JSON, so that the lookup of a token brings it
 * along in the same read. Bind the oldest end of a session that matters, `endedSince(now)`, in place of `since`.
 */
export const accessColumn = (since: `?${number}`): string => `
  json_object('role', u.role, 'isBlocked', json(iif(u.is_blocked, 'true', 'false')),
    'limits', (SELECT json_group_object(r.limit_class, json_object('requests', r.requests, 'windowMs', r.window_ms))
      FROM rate_limits r WHERE r.plan = u.plan),
    'endedSessions', (SELECT json_group_array(s.id) FROM sessions s WHERE s.user_id = u.id AND s.ended_at > ${since})
  ) AS access`;

export const endedSince = (now: number): number => now - ACCESS_TOKEN_MS;

export const parseAccess = (access: string): AccountAccess => accountAccessSchema.parse(JSON.parse(access));

/** An account's access, in one read; undefined for an unknown user. */
export const readAccountAccess = async (
  db: D1Database,
  userId: string,
  now: number,
): Promise<AccountAccess | undefined> => {
  const access = await db
    .prepare(`SELECT ${accessColumn('?2')} FROM users u WHERE u.id = ?1`)
    .bind(userId, endedSince(now))
    .first<string>('access');
  return access === null ? undefined : parseAccess(access);
};

/** Which of these sessions and tokens can still be used. */
export const readLiveCredentials = async (
  db: D1Database,
  ids: readonly string[],
  now: number,
): Promise<Set<string>> => {
  const { results } = await db
    .prepare(
      `SELECT id FROM sessions WHERE id IN (SELECT value FROM json_each(?1)) AND ended_at IS NULL AND expires_at > ?2
        UNION ALL SELECT id FROM api_tokens WHERE id IN (SELECT value FROM json_each(?1)) AND revoked_at IS NULL`,
    )
    .bind(JSON.stringify(ids), now)
    .all<{ id: string }>();
  return new Set(results.map((row) => row.id));
};
