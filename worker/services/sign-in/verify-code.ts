import type { Context } from '../../context.ts';
import { SIGN_IN_TRIES_PER_CODE } from '../../contract/limits.ts';
import { invalidFields } from '../../errors.ts';
import { type Arrival, meetAccount, type Newcomer } from '../accounts/meet-account.ts';
import { hashCode, isSameHash } from './code-hash.ts';

const refuse = () =>
  invalidFields([
    {
      pointer: '/code',
      code: 'wrong_code',
      message: 'This code is wrong or has run out. Look again, or ask for a new one.',
    },
  ]);

/**
 * Uses up one try of the address's newest code, and the code itself when it is right. Single use, whoever races.
 * Of two codes of the same millisecond the newer has the larger rowid; their ids are random within it.
 */
const useCode = async (ctx: Context, email: string, code: string): Promise<boolean> => {
  const now = ctx.clock.now();
  const tried = await ctx.db
    .prepare(
      `UPDATE sign_in_codes SET tries = tries + 1 WHERE tries < ?3 AND used_at IS NULL AND expires_at > ?2
        AND id = (SELECT id FROM sign_in_codes WHERE email = ?1 ORDER BY created_at DESC, rowid DESC LIMIT 1)
        RETURNING id, code_hash AS codeHash`,
    )
    .bind(email, now, SIGN_IN_TRIES_PER_CODE)
    .first<{ id: string; codeHash: string }>();
  if (!tried || !isSameHash(tried.codeHash, hashCode(ctx.config.sessionSecret, email, code))) return false;
  const { meta } = await ctx.db
    .prepare('UPDATE sign_in_codes SET used_at = ?2 WHERE id = ?1 AND used_at IS NULL')
    .bind(tried.id, now)
    .run();
  return meta.changes === 1;
};

/**
 * Whose code this is. A first sign-in opens the account with its grant and its first token, in one commit.
 * Whether the account may come in is for `finishSignIn` to say.
 * @throws AppError validation_failed for a code that is wrong, used, run out or tried too often.
 */
export const verifyCode = async (ctx: Context, input: Newcomer & { code: string }): Promise<Arrival> => {
  if (!(await useCode(ctx, input.email, input.code))) throw refuse();
  return meetAccount(ctx, { email: input.email, fingerprint: input.fingerprint });
};
