import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { ENTERPRISE_REQUESTS_PER_DAY } from '../../contract/limits.ts';
import type { askForEnterpriseSchema } from '../../contract/plans.ts';
import { AppError } from '../../errors.ts';
import { sendDueMails } from '../mail/send-due-mails.ts';

const DAY_MS = 86_400_000;

type Asked = z.infer<typeof askForEnterpriseSchema> & { userId: string };

/**
 * Keeps what a firm asks for (PLAN-04), and writes to the operators of it, in one commit;
 * those who are watching see it at once.
 * @throws AppError rate_limited beyond ENTERPRISE_REQUESTS_PER_DAY.
 */
export const askForEnterprise = async (
  ctx: Context,
  { userId, company, creditsPerMonth, message }: Asked,
): Promise<{ id: string }> => {
  const now = ctx.clock.now();
  const id = ctx.ids.next();
  const [kept] = await ctx.db.batch([
    ctx.db
      .prepare(
        `INSERT INTO enterprise_requests (id, user_id, company, credits_per_month, message, created_at)
          SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE
            (SELECT COUNT(*) FROM enterprise_requests WHERE user_id = ?2 AND created_at > ?7) < ?8`,
      )
      .bind(id, userId, company, creditsPerMonth, message, now, now - DAY_MS, ENTERPRISE_REQUESTS_PER_DAY),
    ctx.db
      .prepare(
        `INSERT INTO outgoing_mails (id, recipient, kind, params, next_try_at, created_at)
          SELECT r.id, ?2, 'enterprise_request', json_object('locale', 'en', 'company', r.company, 'message', r.message,
            'credits', r.credits_per_month, 'email', COALESCE(u.email, u.id)), ?3, ?3
          FROM enterprise_requests r JOIN users u ON u.id = r.user_id WHERE r.id = ?1`,
      )
      .bind(id, ctx.config.supportEmail, now),
  ]);
  if (kept?.meta.changes !== 1) {
    const details = { retryAfterSeconds: DAY_MS / 1_000 };
    throw new AppError('rate_limited', 'You have asked often today. We have it, and will answer.', details);
  }
  const tell = async () => {
    await ctx.adminHub().publish({ kind: 'enterprise_request', at: now, detail: { requestId: id, userId } });
    await sendDueMails(ctx);
  };
  ctx.defer(tell().catch((error: unknown) => ctx.log.error('request_not_told', error, { requestId: id })));
  return { id };
};
