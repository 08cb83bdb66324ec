import { z } from 'zod';
import type { Context } from '../../context.ts';
import { TOKEN_SCOPES, type TokenScope } from '../../contract/permissions.ts';
import { type AccountAccess, accessColumn, endedSince, parseAccess } from '../../db/account-access.ts';
import { hashToken } from './token-format.ts';

/** A token's last use is written down this coarsely, so that a busy program costs no write a request. */
const LAST_USE_EVERY_MS = 3_600_000;

export type TokenOwner = {
  userId: string;
  token: { id: string; scopes: readonly TokenScope[]; capCredits: number | null; dailyCapCredits: number | null };
  access: AccountAccess;
};

type OwnerRow = {
  userId: string;
  tokenId: string;
  scopes: string;
  capCredits: number | null;
  dailyCapCredits: number | null;
  lastUsedAt: number | null;
  access: string;
};

const scopesSchema = z.array(z.enum(TOKEN_SCOPES));

/** The scopes of a token as they are stored. */
export const parseScopes = (scopes: string): TokenScope[] => scopesSchema.parse(JSON.parse(scopes));

/** Whose token this is, by its hash, and what it and its owner may do, in one read; undefined when there is none or it was revoked. */
export const findTokenOwner = async (
  ctx: Pick<Context, 'db' | 'clock' | 'defer' | 'log'>,
  token: string,
): Promise<TokenOwner | undefined> => {
  const tokenHash = hashToken(token);
  if (!tokenHash) return undefined;
  const now = ctx.clock.now();
  const row = await ctx.db
    .prepare(
      `SELECT u.id AS userId, t.id AS tokenId, t.scopes, t.cap_credits AS capCredits,
          t.daily_cap_credits AS dailyCapCredits, t.last_used_at AS lastUsedAt, ${accessColumn('?2')}
        FROM api_tokens t JOIN users u ON u.id = t.user_id WHERE t.token_hash = ?1 AND t.revoked_at IS NULL`,
    )
    .bind(tokenHash, endedSince(now))
    .first<OwnerRow>();
  if (!row) return undefined;
  if (now - (row.lastUsedAt ?? 0) >= LAST_USE_EVERY_MS) {
    const noted = ctx.db.prepare('UPDATE api_tokens SET last_used_at = ?2 WHERE token_hash = ?1').bind(tokenHash, now);
    ctx.defer(noted.run().catch((error: unknown) => ctx.log.error('token_use_not_noted', error)));
  }
  const { userId, tokenId: id, scopes, capCredits, dailyCapCredits, access } = row;
  const held = { id, scopes: parseScopes(scopes), capCredits, dailyCapCredits };
  return { userId, token: held, access: parseAccess(access) };
};
