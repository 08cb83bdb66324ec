import type { LedgerKind } from '../contract/money.ts';

/**
 * Rows that show an account in use, or credits that somebody meant for it. What the house does by itself (the month's
 * grant, what comes back of a job, a correction) keeps no balance from expiring.
 */
const ACTIVE_KINDS = [
  'signup_grant',
  'subscription_grant',
  'purchase',
  'charge',
  'gift',
] as const satisfies LedgerKind[];

export const isActivity = (kind: LedgerKind): boolean => (ACTIVE_KINDS as readonly LedgerKind[]).includes(kind);

/** A SQL expression over `users u`: his last sign-in, use of a session or token, or row of the kinds above. Unix ms. */
export const LAST_ACTIVITY = `MAX(u.created_at,
  COALESCE((SELECT MAX(h.created_at) FROM login_history h WHERE h.user_id = u.id), 0),
  COALESCE((SELECT MAX(s.last_used_at) FROM sessions s WHERE s.user_id = u.id), 0),
  COALESCE((SELECT MAX(t.last_used_at) FROM api_tokens t WHERE t.user_id = u.id), 0),
  COALESCE((SELECT l.created_at FROM credit_ledger l WHERE l.user_id = u.id
    AND l.kind IN (${ACTIVE_KINDS.map((kind) => `'${kind}'`).join(', ')}) ORDER BY l.seq DESC LIMIT 1), 0))`;

/** When an account was last in use; the end of time for one that does not exist, so that nothing expires of it. */
export const readLastActivity = async (db: D1Database, userId: string): Promise<number> =>
  (await db.prepare(`SELECT ${LAST_ACTIVITY} AS at FROM users u WHERE u.id = ?1`).bind(userId).first<number>('at')) ??
  Number.MAX_SAFE_INTEGER;
