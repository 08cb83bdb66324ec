import type { Context } from '../../context.ts';
import type { Me } from '../../contract/users.ts';
import { readMe } from '../accounts/read-me.ts';
import { type Notice, noticeStatements } from '../notifications/notice-statements.ts';
import { tellNotice } from '../notifications/tell-notice.ts';

const IS_PLANNED = 'u.deletion_due_at IS NOT NULL AND u.deleted_at IS NULL';

/** Keeps an account whose deletion was planned, up to the moment it begins. Where none is planned, nothing changes. */
export const callOffDeletion = async (ctx: Context, userId: string): Promise<Me> => {
  const notice: Notice = {
    id: ctx.ids.next(),
    userId,
    kind: 'deletion_called_off',
    title: 'Your account stays.',
    mail: {},
  };
  const results = await ctx.db.batch([
    ...noticeStatements(ctx, notice, { sql: IS_PLANNED, values: [] }),
    ctx.db
      .prepare(
        `UPDATE users AS u SET deletion_requested_at = NULL, deletion_due_at = NULL WHERE u.id = ?1 AND ${IS_PLANNED}`,
      )
      .bind(userId),
  ]);
  if (results.at(-1)?.meta.changes === 1) await tellNotice(ctx, notice);
  return readMe(ctx, userId);
};
