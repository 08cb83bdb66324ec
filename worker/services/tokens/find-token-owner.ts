import type { Context } from '../../context.ts';
import type { Role } from '../../contract/users.ts';
import { hashToken } from './token-format.ts';

/** A token's last use is written down this coarsely, so that a busy program costs no write a request. */
const LAST_USE_EVERY_MS = 3_600_000;

export type TokenOwner = { userId: string; role: Role; isBlocked: boolean };

type OwnerRow = { userId: string; role: Role; isBlocked: number; lastUsedAt: number | null };

/** Whose token this is, by its hash, in one read; undefined when there is none or it was revoked. */
export const findTokenOwner = async (
  ctx: Pick<Context, 'db' | 'clock' | 'defer' | 'log'>,
  token: string,
): Promise<TokenOwner | undefined> => {
  const tokenHash = hashToken(token);
  if (!tokenHash) return undefined;
  const row = await ctx.db
    .prepare(
      `SELECT u.id AS userId, u.role, u.is_blocked AS isBlocked, t.last_used_at AS lastUsedAt FROM api_tokens t JOIN users u ON u.id = t.user_id
        WHERE t.token_hash = ?1 AND t.revoked_at IS NULL`,
    )
    .bind(tokenHash)
    .first<OwnerRow>();
  if (!row) return undefined;
  const now = ctx.clock.now();
  if (now - (row.lastUsedAt ?? 0) >= LAST_USE_EVERY_MS) {
    const noted = ctx.db.prepare('UPDATE api_tokens SET last_used_at = ?2 WHERE token_hash = ?1').bind(tokenHash, now);
    ctx.defer(noted.run().catch((error: unknown) => ctx.log.error('token_use_not_noted', error)));
  }
  return { userId: row.userId, role: row.role, isBlocked: row.isBlocked === 1 };
};
