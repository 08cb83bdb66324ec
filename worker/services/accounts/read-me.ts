import { eq, getTableColumns, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Me } from '../../contract/users.ts';
import { users } from '../../db/schema.ts';
import { AppError } from '../../errors.ts';
import { readPreferences } from './read-preferences.ts';

/** The signed-in user about himself. @throws AppError unauthenticated when the account is gone. */
export const readMe = async (ctx: Context, userId: string): Promise<Me> => {
  const hasGrant = sql<number>`EXISTS (SELECT 1 FROM credit_ledger WHERE user_id = ${userId} AND kind = 'signup_grant')`;
  const owed = sql<number>`(SELECT COALESCE(SUM(owed_credits - cleared_credits), 0) FROM credit_debts
    WHERE user_id = ${userId} AND cleared_credits < owed_credits)`;
  const user = await ctx.orm
    .select({ ...getTableColumns(users), hasGrant, owed })
    .from(users)
    .where(eq(users.id, userId))
    .get();
  if (!user) throw new AppError('unauthenticated', 'This account does not exist any more.');
  const { id, name, email, role, plan, credits, createdAt, purpose, purposeNote, onboarding } = user;
  const { deletionRequestedAt: requestedAt, deletionDueAt: dueAt } = user;
  return {
    id,
    name,
    email,
    role,
    isAdmin: role === 'admin' || role === 'superadmin',
    plan,
    balanceCredits: credits,
    owedCredits: user.owed,
    signupGrant: user.hasGrant === 1 ? 'granted' : 'waiting',
    createdAt,
    purpose,
    purposeNote,
    onboarding,
    preferences: readPreferences(user.preferences),
    deletion: requestedAt !== null && dueAt !== null ? { requestedAt, dueAt } : null,
  };
};
