import type { Context } from '../../context.ts';
import type { CertainNotice } from '../../contract/notification-kinds.ts';

/** Something that an account's owner is told of in any case, in the bell and by mail. */
export type Notice = {
  id: string;
  userId: string;
  kind: CertainNotice;
  /** In plain English, for programs. */
  title: string;
  /** What the mail's text needs besides. */
  mail: Record<string, string | number>;
};

/** A condition in SQL over `users u`; its values are bound from `?6` on. */
export type NoticeCondition = { sql: string; values: (string | number | null)[] };

/**
 * The two statements that write a notice down, for the batch of the change it tells of: so one is never without the
 * other. The mail goes to the address that stands when its statement runs.
 */
export const noticeStatements = (
  ctx: Pick<Context, 'db' | 'clock'>,
  { id, userId, kind, title, mail }: Notice,
  { sql, values }: NoticeCondition,
): D1PreparedStatement[] => {
  const now = ctx.clock.now();
  return [
    ctx.db
      .prepare(
        `INSERT INTO notifications (id, user_id, kind, title, created_at)
          SELECT ?1, u.id, ?3, ?4, ?5 FROM users u WHERE u.id = ?2 AND ${sql}`,
      )
      .bind(id, userId, kind, title, now, ...values),
    ctx.db
      .prepare(
        `INSERT INTO outgoing_mails (id, user_id, recipient, kind, params, next_try_at, created_at)
          SELECT ?1, u.id, u.email, ?3, ?4, ?5, ?5 FROM users u WHERE u.id = ?2 AND u.email IS NOT NULL AND ${sql}`,
      )
      .bind(id, userId, kind, JSON.stringify(mail), now, ...values),
  ];
};
