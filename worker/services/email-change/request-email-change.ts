import type { Context } from '../../context.ts';
import type { CodeSent } from '../../contract/identity.ts';
import {
  EMAIL_CHANGES_PER_ACCOUNT_PER_HOUR,
  SIGN_IN_CODE_MS,
  SIGN_IN_CODES_PER_ADDRESS_PER_HOUR,
  SIGN_IN_CODES_PER_EMAIL_PER_HOUR,
} from '../../contract/limits.ts';
import { invalidFields } from '../../errors.ts';
import { readMe } from '../accounts/read-me.ts';
import { requireSecondFactor } from '../second-factor/require-second-factor.ts';
import { createCode, hashCode } from '../sign-in/code-hash.ts';
import { CODE_LIMIT_WINDOW_MS, deliverCode, tooManyCodes } from '../sign-in/deliver-code.ts';
import { changeCodeMail } from './change-code-mail.ts';

/**
 * Sends a code to the address that is to become the account's. Whether it belongs to another account is not said here:
 * only who can read its mail hears that, from `verifyEmailChange`. The limits are counted and the code written in one
 * statement, so that no race gets past them.
 * @param input.address the guest address (an IPv4 address or an IPv6 /64) that asks.
 * @throws AppError validation_failed for the address that the account has; what `requireSecondFactor` throws;
 * rate_limited; provider_unavailable when the mail cannot be sent.
 */
export const requestEmailChange = async (
  ctx: Context,
  input: { userId: string; email: string; address: string; secondFactorCode: string | undefined },
): Promise<CodeSent> => {
  const { userId, email, address, secondFactorCode } = input;
  const { email: present, preferences } = await readMe(ctx, userId);
  if (present === email) {
    throw invalidFields([{ pointer: '/email', code: 'invalid', message: 'This is your address already.' }]);
  }
  await requireSecondFactor(ctx, { userId, code: secondFactorCode });
  const now = ctx.clock.now();
  const id = ctx.ids.next();
  const code = createCode();
  const expiresAt = now + SIGN_IN_CODE_MS;
  const { meta } = await ctx.db
    .prepare(
      `INSERT INTO email_changes (id, user_id, email, address, code_hash, created_at, expires_at)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
        WHERE (SELECT COUNT(*) FROM email_changes WHERE user_id = ?2 AND created_at > ?8) < ?9
          AND (SELECT COUNT(*) FROM email_changes WHERE email = ?3 AND created_at > ?8) < ?10
          AND (SELECT COUNT(*) FROM email_changes WHERE address = ?4 AND created_at > ?8) < ?11`,
    )
    .bind(
      id,
      userId,
      email,
      address,
      hashCode(ctx.config.sessionSecret, 'email-change', userId, email, code),
      now,
      expiresAt,
      now - CODE_LIMIT_WINDOW_MS,
      EMAIL_CHANGES_PER_ACCOUNT_PER_HOUR,
      SIGN_IN_CODES_PER_EMAIL_PER_HOUR,
      SIGN_IN_CODES_PER_ADDRESS_PER_HOUR,
    )
    .run();
  if (meta.changes !== 1) throw tooManyCodes();
  const forget = ctx.db.prepare('DELETE FROM email_changes WHERE id = ?1').bind(id);
  await deliverCode(ctx, { to: email, ...changeCodeMail(code, preferences.locale), idempotencyKey: id }, forget);
  return { email, expiresAt };
};
