import type { Context } from '../../context.ts';
import { unavailable } from '../../errors.ts';
import type { NewAccount } from '../../ledger/postings.ts';

/** BILL-01: what every new account begins with. */
export const SIGNUP_GRANT_CREDITS = 5_000;

/**
 * Opens an account with its `signup_grant` and its first token, in one commit, exactly once: for an id that exists nothing changes.
 * @throws AppError unavailable.
 */
export const openAccount = async (
  ctx: Context,
  input: { userId: string; email: string | null; name: string; token: NewAccount['token'] },
): Promise<{ opened: boolean }> => {
  const granted = await ctx.account(input.userId).grant(input.userId, {
    id: `${input.userId}:signup`,
    grantKind: 'signup_grant',
    changeCredits: SIGNUP_GRANT_CREDITS,
    account: { email: input.email, name: input.name, role: 'user', token: input.token },
  });
  if (!granted.ok) throw unavailable('The account could not be opened. Please try again.');
  return { opened: !granted.repeated };
};
