import type { Context } from '../../context.ts';
import { SIGNUP_GRANT_CREDITS } from '../../contract/grants.ts';
import { unavailable } from '../../errors.ts';
import type { GrantOp } from '../../ledger/account-ops.ts';
import type { NewAccount } from '../../ledger/postings.ts';

/** A user's first grant. There is one by this id, whether it comes with the account or later. */
export const signupGrantOf = (userId: string) =>
  ({
    id: `${userId}:signup`,
    grantKind: 'signup_grant',
    changeCredits: SIGNUP_GRANT_CREDITS,
  }) as const satisfies Partial<GrantOp>;

/**
 * Opens an account with its first token and its `signup_grant`, in one commit, exactly once: for an id that exists
 * nothing changes. From the third account of one fingerprint within a day on, the grant waits (G-02); the account does not.
 * @throws AppError unavailable.
 */
export const openAccount = async (
  ctx: Context,
  input: { userId: string } & Omit<NewAccount, 'role'>,
): Promise<{ opened: boolean }> => {
  const { userId, ...account } = input;
  const opened = await ctx
    .account(userId)
    .grant(userId, { ...signupGrantOf(userId), account: { ...account, role: 'user' } });
  if (!opened.ok) throw unavailable('The account could not be opened. Please try again.');
  return { opened: !opened.repeated };
};
