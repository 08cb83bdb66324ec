import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { SIGN_IN_TRIES_PER_CODE } from '../../contract/limits.ts';
import { users } from '../../db/schema.ts';
import { invalidFields } from '../../errors.ts';
import { openAccount } from '../accounts/open-account.ts';
import { createToken, hashToken, hintOf } from '../tokens/token-format.ts';
import { hashCode, isSameHash } from './code-hash.ts';

const FIRST_TOKEN_NAME = 'First token';

export type Verified = { userId: string; isNew: boolean; token: string | null };

const refuse = () =>
  invalidFields([
    {
      pointer: '/code',
      code: 'invalid',
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

const findUser = (ctx: Context, email: string) =>
  ctx.orm.select({ id: users.id }).from(users).where(eq(users.email, email)).get();

/** Opens the account of a new address. When somebody was quicker with the same address, his account is the one. */
const openOrFind = async (ctx: Context, email: string): Promise<Verified> => {
  const userId = ctx.ids.next();
  const token = createToken();
  const hash = hashToken(token);
  if (!hash) throw new Error('a token that was just made has the wrong format');
  const name = email.split('@')[0] ?? email;
  try {
    const first = { id: ctx.ids.next(), hash, hint: hintOf(token), name: FIRST_TOKEN_NAME };
    await openAccount(ctx, { userId, email, name, token: first });
    return { userId, isNew: true, token };
  } catch (error) {
    const standing = await findUser(ctx, email);
    if (!standing) throw error;
    return { userId: standing.id, isNew: false, token: null };
  }
};

/**
 * Whose code this is. A first sign-in opens the account with its grant and its first token, in one commit.
 * Whether the account may come in is for `finishSignIn` to say.
 * @throws AppError validation_failed for a code that is wrong, used, run out or tried too often.
 */
export const verifyCode = async (ctx: Context, input: { email: string; code: string }): Promise<Verified> => {
  if (!(await useCode(ctx, input.email, input.code))) throw refuse();
  const user = await findUser(ctx, input.email);
  return user ? { userId: user.id, isNew: false, token: null } : openOrFind(ctx, input.email);
};
