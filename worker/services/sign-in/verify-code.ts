import type { Context } from '../../context.ts';
import { type Arrival, meetAccount, type Newcomer } from '../accounts/meet-account.ts';
import { hashCode } from './code-hash.ts';
import { spendMailedCode } from './spend-mailed-code.ts';

/**
 * Whose code this is. A first sign-in opens the account with its grant and its first token, in one commit.
 * Whether the account may come in is for `finishSignIn` to say.
 * @throws AppError validation_failed for a code that is wrong, used, run out or tried too often.
 */
export const verifyCode = async (ctx: Context, input: Newcomer & { code: string }): Promise<Arrival> => {
  const { email, fingerprint, code } = input;
  const hash = hashCode(ctx.config.sessionSecret, 'sign-in-code', email, code);
  await spendMailedCode(ctx, { table: 'sign_in_codes', owner: email, hash });
  return meetAccount(ctx, { email, fingerprint });
};
