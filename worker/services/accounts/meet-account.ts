import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { FIRST_TOKEN_NAME } from '../../contract/given-names.ts';
import { NAME_MAX_CHARS } from '../../contract/limits.ts';
import { users } from '../../db/schema.ts';
import { createToken, hashToken, hintOf } from '../tokens/token-format.ts';
import { openAccount } from './open-account.ts';

/** Whose account a proven address leads to. `token` is a new account's first one, shown this once. */
export type Arrival = { userId: string; isNew: boolean; token: string | null };

/** An address that is proven, and the fingerprint of whoever has proven it. */
export type Newcomer = { email: string; fingerprint: string };

const findByEmail = async (ctx: Context, email: string): Promise<Arrival | undefined> => {
  const user = await ctx.orm.select({ id: users.id }).from(users).where(eq(users.email, email)).get();
  return user && { userId: user.id, isNew: false, token: null };
};

const open = async (ctx: Context, input: Newcomer & { name: string }): Promise<Arrival> => {
  const userId = ctx.ids.next();
  const token = createToken();
  const hash = hashToken(token);
  if (!hash) throw new Error('a token that was just made has the wrong format');
  const first = { id: ctx.ids.next(), hash, hint: hintOf(token), name: FIRST_TOKEN_NAME };
  await openAccount(ctx, { userId, ...input, token: first });
  return { userId, isNew: true, token };
};

/**
 * The account of an address that somebody has proven to be his. A new address gets one, with its first token and
 * (G-02) its grant in one commit; when somebody is quicker with the same address, his account is the one.
 * Whether it may come in is for `finishSignIn` to say.
 * @param input.name what a new account is called; the part before the @ where it is left out.
 * @throws AppError unavailable.
 */
export const meetAccount = async (ctx: Context, input: Newcomer & { name?: string }): Promise<Arrival> => {
  const { email, fingerprint, name = email.split('@')[0] ?? email } = input;
  const standing = await findByEmail(ctx, email);
  if (standing) return standing;
  try {
    return await open(ctx, { email, fingerprint, name: name.slice(0, NAME_MAX_CHARS) });
  } catch (error) {
    const quicker = await findByEmail(ctx, email);
    if (quicker) return quicker;
    throw error;
  }
};
