import { env } from 'cloudflare:workers';
import type { Role } from '../../worker/contract/users.ts';
import { SESSION_COOKIE, signSession } from '../../worker/services/sessions/access-token.ts';
import { createApiToken } from '../../worker/services/tokens/create-token.ts';
import { testContext } from './context.ts';

export type TestUser = { userId: string; token: string; cookie: string };
type AccountRole = Exclude<Role, 'guest'>;
type AccountOptions = { credits?: number; role?: AccountRole; email?: string; fingerprint?: string };

/** The same account object that the Worker asks. */
export const accountOf = (userId: string) => env.ACCOUNT.getByName(userId);

export const newUserId = (name = 'u'): string => `${name}-${crypto.randomUUID()}`;

/** Opens an account with its first grant, as the product does. */
export const openUser = async (userId: string, options: AccountOptions = {}): Promise<void> => {
  const { credits = 5_000, role = 'user', email = null, fingerprint = null } = options;
  const granted = await accountOf(userId).grant(userId, {
    id: `${userId}:signup`,
    grantKind: 'signup_grant',
    changeCredits: credits,
    account: { email, name: 'A test', role, fingerprint, token: null },
  });
  if (!granted.ok) throw new Error(`the account was not opened: ${granted.code}`);
};

/** A user of the test's own, with a token and a session. */
export const createUser = async (options: AccountOptions = {}): Promise<TestUser> => {
  const userId = newUserId();
  await openUser(userId, options);
  const ctx = testContext();
  const { token } = await createApiToken(ctx, { userId, name: 'test' });
  const session = await signSession(
    ctx.config.sessionSecret,
    { userId, role: options.role ?? 'user', sessionId: crypto.randomUUID() },
    ctx.clock.now(),
  );
  return { userId, token, cookie: `${SESSION_COOKIE}=${session}` };
};

/** Lets the accounts of this file ask as often as a test likes; those that have asked before keep their limit. */
export const liftLimits = async (requests = 1_000_000): Promise<void> => {
  await env.DB.prepare('UPDATE rate_limits SET requests = ?1').bind(requests).run();
};

/** Suspends an account as an operator would. */
export const blockUser = async (userId: string): Promise<void> => {
  await env.DB.prepare('UPDATE users SET is_blocked = 1 WHERE id = ?1').bind(userId).run();
  await accountOf(userId).accessChanged(userId);
};

/** What an account has and how many jobs and rows there are: compared before and after what must change nothing. */
export const stateOf = async (userId: string): Promise<{ credits: number; jobs: number; rows: number }> => {
  const row = await env.DB.prepare(
    `SELECT credits, (SELECT COUNT(*) FROM jobs WHERE user_id = ?1) AS jobs,
      (SELECT COUNT(*) FROM credit_ledger WHERE user_id = ?1) AS rows FROM users WHERE id = ?1`,
  )
    .bind(userId)
    .first<{ credits: number; jobs: number; rows: number }>();
  return row ?? { credits: 0, jobs: 0, rows: 0 };
};

export const balanceOf = async (userId: string): Promise<number> => (await stateOf(userId)).credits;

/** The kinds and changes of an account's rows, oldest first. */
export const ledgerOf = async (userId: string): Promise<{ kind: string; change: number; jobId: string | null }[]> => {
  const { results } = await env.DB.prepare(
    `SELECT kind, change_credits AS change, job_id AS jobId FROM credit_ledger WHERE user_id = ?1 ORDER BY seq`,
  )
    .bind(userId)
    .all<{ kind: string; change: number; jobId: string | null }>();
  return results;
};
