import type { Context } from '../../context.ts';
import { RECOVERY_CODES } from '../../contract/limits.ts';
import type { OpenFactor } from './open-factor.ts';
import { createRecoveryCode, hashRecoveryCode } from './recovery-code.ts';

/**
 * Ten new recovery codes, and the statement that keeps their hashes, for the caller's batch. It writes nothing when the
 * factor is not on by then, is another one, or has codes already.
 */
export const drawRecoveryCodes = (
  ctx: Context,
  { userId, secret, createdAt }: OpenFactor,
): { recoveryCodes: string[]; keep: D1PreparedStatement } => {
  const recoveryCodes = Array.from({ length: RECOVERY_CODES }, createRecoveryCode);
  const hashes = recoveryCodes.map((code) => hashRecoveryCode(secret, code));
  const keep = ctx.db
    .prepare(
      `INSERT INTO recovery_codes (user_id, code_hash) SELECT ?1, value FROM json_each(?3)
        WHERE EXISTS (SELECT 1 FROM second_factors WHERE user_id = ?1 AND created_at = ?2 AND confirmed_at IS NOT NULL)
          AND NOT EXISTS (SELECT 1 FROM recovery_codes WHERE user_id = ?1)`,
    )
    .bind(userId, createdAt, JSON.stringify(hashes));
  return { recoveryCodes, keep };
};
