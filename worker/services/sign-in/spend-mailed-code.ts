import type { Context } from '../../context.ts';
import { SIGN_IN_TRIES_PER_CODE } from '../../contract/limits.ts';
import { invalidFields } from '../../errors.ts';
import { isSameHash } from './code-hash.ts';

/** The tables of mailed codes, and the column that says whose newest code counts. */
const OWNER_COLUMN = { sign_in_codes: 'email', email_changes: 'user_id' } as const;

/** The one refusal: it does not say which of the reasons it was. */
const refuse = () =>
  invalidFields([
    {
      pointer: '/code',
      code: 'wrong_code',
      message: 'This code is wrong or has run out. Look again, or ask for a new one.',
    },
  ]);

/**
 * Uses up one try of an owner's newest code, and the code itself when it is right. Single use, whoever races.
 * Of two codes of the same millisecond the newer has the larger rowid; their ids are random within it.
 * @param input.hash of what was typed, as it would be stored.
 * @throws AppError validation_failed for a code that is wrong, used, run out or tried too often.
 */
export const spendMailedCode = async (
  ctx: Context,
  input: { table: keyof typeof OWNER_COLUMN; owner: string; hash: string },
): Promise<void> => {
  const { table, owner, hash } = input;
  const now = ctx.clock.now();
  const tried = await ctx.db
    .prepare(
      `UPDATE ${table} SET tries = tries + 1 WHERE tries < ?3 AND used_at IS NULL AND expires_at > ?2
        AND id = (SELECT id FROM ${table} WHERE ${OWNER_COLUMN[table]} = ?1 ORDER BY created_at DESC, rowid DESC LIMIT 1)
        RETURNING id, code_hash AS codeHash`,
    )
    .bind(owner, now, SIGN_IN_TRIES_PER_CODE)
    .first<{ id: string; codeHash: string }>();
  if (!tried || !isSameHash(tried.codeHash, hash)) throw refuse();
  const { meta } = await ctx.db
    .prepare(`UPDATE ${table} SET used_at = ?2 WHERE id = ?1 AND used_at IS NULL`)
    .bind(tried.id, now)
    .run();
  if (meta.changes !== 1) throw refuse();
};
