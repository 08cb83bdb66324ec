import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Me } from '../../contract/users.ts';
import { users } from '../../db/schema.ts';
import { AppError } from '../../errors.ts';
import { readPreferences } from './read-preferences.ts';

/** The signed-in user about himself. @throws AppError unauthenticated when the account is gone. */
export const readMe = async (ctx: Context, userId: string): Promise<Me> => {
  const user = await ctx.orm.select().from(users).where(eq(users.id, userId)).get();
  if (!user) throw new AppError('unauthenticated', 'This account does not exist any more.');
  const { id, name, email, role, plan, credits, createdAt, purpose, purposeNote, onboarding } = user;
  return {
    id,
    name,
    email,
    role,
    isAdmin: role === 'admin' || role === 'superadmin',
    plan,
    balanceCredits: credits,
    createdAt,
    purpose,
    purposeNote,
    onboarding,
    preferences: readPreferences(user.preferences),
  };
};
