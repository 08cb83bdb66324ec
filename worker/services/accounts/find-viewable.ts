import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';

/**
 * A user whose books somebody may look into: himself, or anybody for an operator.
 * @throws AppError not_found for everybody else, so that an id tells nothing.
 */
export const findViewable = async (
  ctx: Context,
  input: { askerId: string; isOperator: boolean; userId: string },
): Promise<{ userId: string; balanceCredits: number }> => {
  const { askerId, isOperator, userId } = input;
  const mayLook = isOperator || askerId === userId;
  const balanceCredits = mayLook
    ? await ctx.db.prepare('SELECT credits FROM users WHERE id = ?1').bind(userId).first<number>('credits')
    : null;
  if (balanceCredits === null) throw new AppError('not_found', 'There is no such user.');
  return { userId, balanceCredits };
};
