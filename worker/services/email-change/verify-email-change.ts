import type { Context } from '../../context.ts';
import type { Me } from '../../contract/users.ts';
import { AppError } from '../../errors.ts';
import { readMe } from '../accounts/read-me.ts';
import { type Notice, noticeStatements } from '../notifications/notice-statements.ts';
import { tellNotice } from '../notifications/tell-notice.ts';
import { hashCode } from '../sign-in/code-hash.ts';
import { spendMailedCode } from '../sign-in/spend-mailed-code.ts';

/** Enough of an address to know one's own by, and too little to write to a stranger's. */
const maskEmail = (email: string): string => email.replace(/^(.).*@/, '$1…@');

/**
 * Makes the address that a code was sent to the account's own, and tells the old one. Sessions and tokens stay. The
 * change and its notice are one commit; of two accounts that want one address the first gets it.
 * @throws AppError validation_failed for a code that is wrong, used, run out or tried too often; email_taken when the
 * address is another account's, which only who can read its mail gets to hear.
 */
export const verifyEmailChange = async (
  ctx: Context,
  input: { userId: string; email: string; code: string },
): Promise<Me> => {
  const { userId, email, code } = input;
  const hash = hashCode(ctx.config.sessionSecret, 'email-change', userId, email, code);
  await spendMailedCode(ctx, { table: 'email_changes', owner: userId, hash });
  const notice: Notice = {
    id: ctx.ids.next(),
    userId,
    kind: 'email_changed',
    title: 'You sign in with another address now.',
    mail: { email: maskEmail(email) },
  };
  const isFree = 'NOT EXISTS (SELECT 1 FROM users other WHERE other.email = ?6)';
  const results = await ctx.db.batch([
    ...noticeStatements(ctx, notice, { sql: isFree, values: [email] }),
    ctx.db
      .prepare('UPDATE users SET email = ?2 WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM users WHERE email = ?2)')
      .bind(userId, email),
  ]);
  if (results.at(-1)?.meta.changes !== 1) {
    throw new AppError(
      'email_taken',
      'This address belongs to another account. Sign in there with it, or use another.',
    );
  }
  await tellNotice(ctx, notice);
  return readMe(ctx, userId);
};
