import type { Notification } from '../contract/notifications.ts';
import { readWork, workOf } from './work.ts';

/** A notice of money bears the id of the payment or the refund itself. */
const NOTICES = `
  SELECT n.id, n.kind, n.title, n.job_id AS jobId, n.created_at AS createdAt, n.read_at AS readAt,
    ${workOf('n.job_id')} AS work,
    COALESCE(p.id, f.payment_id) AS paymentId, COALESCE(p.credits, f.taken_credits, 0) AS credits
  FROM notifications n LEFT JOIN payments p ON p.id = n.id LEFT JOIN refunds f ON f.id = n.id`;

type NoticeRow = Omit<Notification, 'work' | 'payment'> & {
  work: string | null;
  paymentId: string | null;
  credits: number;
};

const toNotification = ({ work, paymentId, credits, ...notice }: NoticeRow): Notification => ({
  ...notice,
  work: readWork(work),
  payment: paymentId === null ? null : { paymentId, credits },
});

/** A page of a user's notifications that begins after a place, newest first. */
export const noticesStatement = (
  db: D1Database,
  { userId, after, limit }: { userId: string; after: { createdAt: number; id: string }; limit: number },
): D1PreparedStatement =>
  db
    .prepare(
      `${NOTICES} WHERE n.user_id = ?1 AND (n.created_at, n.id) < (?2, ?3)
        ORDER BY n.created_at DESC, n.id DESC LIMIT ?4`,
    )
    .bind(userId, after.createdAt, after.id, limit);

/** What such a statement gave. */
export const noticesOf = ({ results }: D1Result): Notification[] => (results as NoticeRow[]).map(toNotification);

/** One that was written down, unless its reader wishes none of its kind. */
export const readNotice = async (db: D1Database, id: string): Promise<Notification | undefined> => {
  const row = await db.prepare(`${NOTICES} WHERE n.id = ?1`).bind(id).first<NoticeRow>();
  return row === null ? undefined : toNotification(row);
};
