import type { Context } from '../../context.ts';
import type { Preferences } from '../../contract/preferences.ts';
import { AppError } from '../../errors.ts';
import { readPreferences } from './read-preferences.ts';

/**
 * Changes some of a user's preferences in one statement (RFC 7396), so that of two tabs that save at once none loses
 * what the other has changed.
 * @returns all of them. @throws AppError unauthenticated when the account is gone.
 */
export const mergePreferences = async (ctx: Context, userId: string, change: Preferences): Promise<Preferences> => {
  const merged = await ctx.db
    .prepare('UPDATE users SET preferences = json_patch(preferences, ?2) WHERE id = ?1 RETURNING preferences')
    .bind(userId, JSON.stringify(change))
    .first<string>('preferences');
  if (merged === null) throw new AppError('unauthenticated', 'This account does not exist any more.');
  return readPreferences(merged);
};
