import type { Context } from '../../context.ts';
import type { SignInMethod } from '../../contract/identity.ts';
import type { Origin } from '../audit/record-action.ts';
import { openSession, type SessionTokens } from '../sessions/open-session.ts';
import type { Admitted } from './admit-account.ts';
import { appointSuperadmin } from './appoint-superadmin.ts';

/** Begins the session of somebody who has proven all that his account asks for. */
export const enterAccount = async (
  ctx: Context,
  input: { userId: string; account: Admitted; method: SignInMethod; origin: Origin },
): Promise<SessionTokens> => {
  const { userId, account, method, origin } = input;
  const { email, role } = account;
  const isChosen = email !== null && email === ctx.config.superadminEmail && role !== 'superadmin';
  const isAppointed = isChosen && (await appointSuperadmin(ctx, { userId, email, origin }));
  return openSession(ctx, { userId, role: isAppointed ? 'superadmin' : role, method, client: origin });
};
