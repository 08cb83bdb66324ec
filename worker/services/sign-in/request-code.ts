import type { Context } from '../../context.ts';
import type { CodeSent } from '../../contract/identity.ts';
import {
  SIGN_IN_CODE_MS,
  SIGN_IN_CODES_PER_ADDRESS_PER_HOUR,
  SIGN_IN_CODES_PER_EMAIL_PER_HOUR,
} from '../../contract/limits.ts';
import { createCode, hashCode } from './code-hash.ts';
import { codeMail } from './code-mail.ts';
import { CODE_LIMIT_WINDOW_MS, deliverCode, tooManyCodes } from './deliver-code.ts';

/**
 * Sends a sign-in code. Whether the address has an account is neither asked nor said.
 * The limits are counted and the code written in one statement, so that no race gets past them.
 * @throws AppError rate_limited, provider_unavailable when the mail cannot be sent.
 */
export const requestCode = async (ctx: Context, input: { email: string; address: string }): Promise<CodeSent> => {
  const { email, address } = input;
  const now = ctx.clock.now();
  const id = ctx.ids.next();
  const code = createCode();
  const expiresAt = now + SIGN_IN_CODE_MS;
  const { meta } = await ctx.db
    .prepare(
      `INSERT INTO sign_in_codes (id, email, address, code_hash, created_at, expires_at)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6
        WHERE (SELECT COUNT(*) FROM sign_in_codes WHERE email = ?2 AND created_at > ?7) < ?8
          AND (SELECT COUNT(*) FROM sign_in_codes WHERE address = ?3 AND created_at > ?7) < ?9`,
    )
    .bind(
      id,
      email,
      address,
      hashCode(ctx.config.sessionSecret, 'sign-in-code', email, code),
      now,
      expiresAt,
      now - CODE_LIMIT_WINDOW_MS,
      SIGN_IN_CODES_PER_EMAIL_PER_HOUR,
      SIGN_IN_CODES_PER_ADDRESS_PER_HOUR,
    )
    .run();
  if (meta.changes !== 1) throw tooManyCodes();
  const forget = ctx.db.prepare('DELETE FROM sign_in_codes WHERE id = ?1').bind(id);
  await deliverCode(ctx, { to: email, ...codeMail(code), idempotencyKey: id }, forget);
  return { email, expiresAt };
};
