import type { Context } from '../../context.ts';
import type { Feed, FeedItem } from '../../contract/admin-books.ts';
import { factsOf } from './facts-of.ts';

/** The latest of each kind, and of all together. */
const FEED_MAX_ITEMS = 60;

type Row = Omit<FeedItem, 'user' | 'facts'> & {
  userId: string | null;
  userName: string | null;
  userEmail: string | null;
  detail: string;
};

const latest = (select: string): string => `SELECT * FROM (${select} LIMIT ${FEED_MAX_ITEMS})`;

/** Results make room by number, by age and by their owner's wish; a job that did not deliver evicts nothing. */
const EVICTED = `why IN ('over_limit', 'retention', 'by_owner')`;

const FEED = [
  latest(`SELECT id, 'purchase' AS kind, created_at AS at, user_id, json_object('processor', processor, 'amountMinor',
      amount_minor, 'currency', currency, 'credits', credits, 'isDemo', json(iif(is_demo, 'true', 'false'))) AS detail
    FROM payments ORDER BY created_at DESC, id DESC`),
  latest(`SELECT id, 'refund' AS kind, made_at AS at, user_id, json_object('processor', processor, 'amountMinor',
      amount_minor, 'currency', currency, 'takenCredits', taken_credits, 'owedCredits', owed_credits) AS detail
    FROM refunds WHERE status = 'made' ORDER BY made_at DESC`),
  latest(`SELECT id, 'alert' AS kind, created_at AS at, NULL AS user_id, json_set(detail, '$.alert', kind) AS detail
    FROM admin_events ORDER BY created_at DESC, id DESC`),
  latest(`SELECT job_id AS id, 'eviction' AS kind, created_at AS at, user_id, json_object('why', why) AS detail
    FROM deletion_queue WHERE ${EVICTED} ORDER BY created_at DESC`),
  latest(`SELECT job_id AS id, 'eviction' AS kind, marked_at AS at, user_id, json_object('why', why) AS detail
    FROM deletion_ledger WHERE ${EVICTED} ORDER BY removed_at DESC`),
].join(' UNION ALL ');

/**
 * What happened last: money that came and went, alerts, results that made room (EVT-08, ADM-14). It is read from the
 * books, so that whoever looks anew sees what the live channel told, and a lost event loses nothing.
 */
export const readFeed = async (ctx: Pick<Context, 'db'>): Promise<Feed> => {
  const { results } = await ctx.db
    .prepare(
      `SELECT f.id, f.kind, f.at, f.detail, f.user_id AS userId, u.name AS userName, u.email AS userEmail
        FROM (${FEED}) f LEFT JOIN users u ON u.id = f.user_id ORDER BY f.at DESC, f.id DESC LIMIT ${FEED_MAX_ITEMS}`,
    )
    .all<Row>();
  return {
    items: results.map(({ detail, userId, userName: name, userEmail: email, ...item }) => ({
      ...item,
      user: userId === null ? null : { id: userId, name, email },
      facts: factsOf(detail),
    })),
  };
};
