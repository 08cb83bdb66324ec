import type { Context } from '../../context.ts';
import type { EnterpriseRequest } from '../../contract/plans.ts';
import { cutPage, pageStart } from '../../cursor.ts';

/** A page of what firms have asked for, newest first, for operators. @throws AppError malformed_cursor. */
export const listEnterpriseRequests = async (
  ctx: Pick<Context, 'db'>,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: EnterpriseRequest[]; nextCursor: string | null }> => {
  const { createdAt, id } = pageStart(cursor);
  const { results } = await ctx.db
    .prepare(
      `SELECT r.id, r.user_id AS userId, u.email, r.company, r.credits_per_month AS creditsPerMonth, r.message,
          r.created_at AS createdAt FROM enterprise_requests r JOIN users u ON u.id = r.user_id
        WHERE (r.created_at, r.id) < (?1, ?2) ORDER BY r.created_at DESC, r.id DESC LIMIT ?3`,
    )
    .bind(createdAt, id, limit + 1)
    .all<EnterpriseRequest>();
  return cutPage(results, limit);
};
