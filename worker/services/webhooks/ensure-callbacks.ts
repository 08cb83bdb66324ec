import type { Context } from '../../context.ts';
import { insertSecret } from './insert-secret.ts';
import { createSecret } from './signing.ts';

/**
 * Makes the row that stands for the callback URLs of an account, with a secret of its own, unless there is one.
 * @returns its id, and the secret if it was made by this call.
 */
export const ensureCallbacks = async (
  ctx: Context,
  userId: string,
): Promise<{ endpointId: string; secret: string | undefined }> => {
  const find = () =>
    ctx.db
      .prepare('SELECT id FROM webhook_endpoints WHERE user_id = ?1 AND url IS NULL')
      .bind(userId)
      .first<string>('id');
  const standing = await find();
  if (standing) return { endpointId: standing, secret: undefined };
  const endpointId = ctx.ids.next();
  const secret = createSecret();
  const [inserted] = await ctx.db.batch([
    ctx.db
      .prepare(
        `INSERT INTO webhook_endpoints (id, user_id, url, description, events, is_enabled, created_at)
          VALUES (?1, ?2, NULL, '', '[]', 1, ?3) ON CONFLICT DO NOTHING`,
      )
      .bind(endpointId, userId, ctx.clock.now()),
    await insertSecret(ctx, { endpointId, userId, secret }),
  ]);
  if (inserted?.meta.changes === 1) return { endpointId, secret };
  const first = await find();
  if (!first) throw new Error('the row of the callback URLs was neither made nor found');
  return { endpointId: first, secret: undefined };
};
