import type { Context } from '../../context.ts';
import type { Deletion, DeletionList, DeletionQuery } from '../../contract/deletions.ts';
import { cutPage, pageStart } from '../../cursor.ts';

type Row = Omit<Deletion, 'user'> & {
  id: string;
  createdAt: number;
  userId: string;
  userName: string | null;
  email: string | null;
};

/** `createdAt` and `id` are the order of the list: of the queue by when files were hidden, of the ledger by their end. */
const SELECT = {
  waiting: `SELECT q.job_id AS id, q.created_at AS createdAt, q.job_id AS jobId, q.user_id AS userId, u.name AS userName,
      u.email, q.why, q.attempts, q.files, q.size_bytes AS sizeBytes, q.last_error AS lastError,
      q.created_at AS markedAt, q.next_try_at AS nextTryAt, NULL AS removedAt
    FROM deletion_queue q LEFT JOIN users u ON u.id = q.user_id
    WHERE (q.created_at, q.job_id) < (?1, ?2) ORDER BY q.created_at DESC, q.job_id DESC LIMIT ?3`,
  removed: `SELECT d.id, d.removed_at AS createdAt, d.job_id AS jobId, d.user_id AS userId, u.name AS userName,
      u.email, d.why, d.attempts, d.files, d.size_bytes AS sizeBytes, NULL AS lastError,
      d.marked_at AS markedAt, NULL AS nextTryAt, d.removed_at AS removedAt
    FROM deletion_ledger d LEFT JOIN users u ON u.id = d.user_id
    WHERE (d.removed_at, d.id) < (?1, ?2) ORDER BY d.removed_at DESC, d.id DESC LIMIT ?3`,
} satisfies Record<DeletionQuery['state'], string>;

const toDeletion = ({ id, createdAt, userId, userName, email, ...deletion }: Row): Deletion => ({
  ...deletion,
  user: { id: userId, name: userName, email },
});

/** Files that wait to be removed, or those that were: a page, the newest first. @throws AppError malformed_cursor. */
export const listDeletions = async (ctx: Context, { state, cursor, limit }: DeletionQuery): Promise<DeletionList> => {
  const after = pageStart(cursor);
  const [rows, counts] = await ctx.db.batch([
    ctx.db.prepare(SELECT[state]).bind(after.createdAt, after.id, limit + 1),
    ctx.db.prepare('SELECT COUNT(*) AS waiting, COUNT(last_error) AS failing FROM deletion_queue'),
  ]);
  const { items, nextCursor } = cutPage((rows?.results ?? []) as Row[], limit);
  const count = (counts?.results[0] ?? { waiting: 0, failing: 0 }) as Pick<DeletionList, 'waiting' | 'failing'>;
  return { items: items.map(toDeletion), nextCursor, ...count };
};
