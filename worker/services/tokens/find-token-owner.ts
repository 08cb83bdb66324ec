import type { Context } from '../../context.ts';
import type { Role } from '../../contract/users.ts';
import { hashToken } from './token-format.ts';

export type TokenOwner = { userId: string; role: Role; isBlocked: boolean };

type OwnerRow = { userId: string; role: Role; isBlocked: number };

/** Whose token this is, by its hash, in one read; undefined when there is none or it was revoked. */
export const findTokenOwner = async (ctx: Pick<Context, 'db'>, token: string): Promise<TokenOwner | undefined> => {
  const tokenHash = hashToken(token);
  if (!tokenHash) return undefined;
  const row = await ctx.db
    .prepare(
      `SELECT u.id AS userId, u.role, u.is_blocked AS isBlocked FROM api_tokens t JOIN users u ON u.id = t.user_id
        WHERE t.token_hash = ?1 AND t.revoked_at IS NULL`,
    )
    .bind(tokenHash)
    .first<OwnerRow>();
  return row ? { userId: row.userId, role: row.role, isBlocked: row.isBlocked === 1 } : undefined;
};
