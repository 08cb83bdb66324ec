import type { Context } from '../../context.ts';
import { SESSION_MS } from '../../contract/limits.ts';
import type { Role } from '../../contract/users.ts';
import { AppError } from '../../errors.ts';
import { signSession } from './access-token.ts';
import { endSessions } from './end-sessions.ts';
import type { SessionTokens } from './open-session.ts';
import { createRefreshToken, parseRefreshToken } from './refresh-token.ts';

/**
 * Two tabs that wake together send the same refresh token; the second is a moment late and no thief. After this it is.
 */
const REUSE_GRACE_MS = 10_000;

type Owner = { userId: string; role: Role; isBlocked: number };
type Standing = Owner & { hash: string; previousHash: string | null; rotatedAt: number; endedAt: number | null };

const expired = () => new AppError('unauthenticated', 'This session has ended. Please sign in again.');
const blocked = () => new AppError('account_blocked', 'This account is suspended.');

/**
 * Renews a session: a new access token, and a new refresh token in place of the old one. An old one that comes back
 * ends the whole session, since one of the two who hold it has stolen it.
 * @throws AppError unauthenticated, account_blocked.
 */
export const refreshSession = async (ctx: Context, token: string | undefined): Promise<SessionTokens> => {
  const presented = token ? parseRefreshToken(token) : undefined;
  if (!presented) throw expired();
  const { sessionId } = presented;
  const now = ctx.clock.now();
  const next = createRefreshToken(sessionId);
  const [, rotated] = await ctx.db.batch<Owner>([
    ctx.db
      .prepare(
        `UPDATE sessions SET previous_hash = refresh_hash, refresh_hash = ?3, rotated_at = ?4, last_used_at = ?4,
            expires_at = ?5
          WHERE id = ?1 AND refresh_hash = ?2 AND ended_at IS NULL AND expires_at > ?4`,
      )
      .bind(sessionId, presented.hash, next.hash, now, now + SESSION_MS),
    ctx.db
      .prepare(
        `SELECT u.id AS userId, u.role, u.is_blocked AS isBlocked FROM sessions s JOIN users u ON u.id = s.user_id
          WHERE s.id = ?1 AND s.refresh_hash = ?2`,
      )
      .bind(sessionId, next.hash),
  ]);
  const owner = rotated?.results[0];
  if (owner) return issue(ctx, sessionId, owner, next.token);
  return forgiveOrEnd(ctx, sessionId, presented.hash);
};

const issue = async (ctx: Context, sessionId: string, owner: Owner, refresh: string | null): Promise<SessionTokens> => {
  if (owner.isBlocked) throw blocked();
  const { userId, role } = owner;
  const access = await signSession(ctx.config.sessionSecret, { userId, role, sessionId }, ctx.clock.now());
  return { access, refresh };
};

const forgiveOrEnd = async (ctx: Context, sessionId: string, hash: string): Promise<SessionTokens> => {
  const standing = await ctx.db
    .prepare(
      `SELECT u.id AS userId, u.role, u.is_blocked AS isBlocked, s.previous_hash AS previousHash,
          s.refresh_hash AS hash, s.rotated_at AS rotatedAt, s.ended_at AS endedAt
        FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = ?1 AND s.expires_at > ?2`,
    )
    .bind(sessionId, ctx.clock.now())
    .first<Standing>();
  if (!standing || (standing.hash !== hash && standing.previousHash !== hash)) throw expired();
  // Blocking has ended the session: its browser hears why, and nobody who merely knows the session's id.
  if (standing.isBlocked) throw blocked();
  if (standing.endedAt !== null || standing.previousHash !== hash) throw expired();
  if (ctx.clock.now() - standing.rotatedAt <= REUSE_GRACE_MS) return issue(ctx, sessionId, standing, null);
  await endSessions(ctx, { userId: standing.userId, only: sessionId, reason: 'refresh_reused' });
  ctx.log.error('refresh_token_reused', 'a session was ended', { sessionId });
  throw expired();
};
