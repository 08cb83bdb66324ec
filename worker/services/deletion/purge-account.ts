import type { Context } from '../../context.ts';
import { removeObjects } from '../assets/remove-objects.ts';

/** Rows of one statement, and statements of one kind in one run: what is beyond waits for the next day. */
const CHUNK_ROWS = 500;
const CHUNKS_MAX = 200;

/**
 * What is left of each of these rows when nothing personal is: the books need them (I2, I7, I11). A job keeps its price
 * and its times, not what was said or what the client called it; a file its size.
 */
const SCRUB = [
  `UPDATE assets SET is_deleted = 1, sha256 = '' WHERE id IN
    (SELECT id FROM assets WHERE user_id = ?1 AND (is_deleted = 0 OR sha256 <> '') LIMIT ${CHUNK_ROWS})`,
  `UPDATE jobs SET params = '{}', body_hash = '', client_job_id = id, error_message = NULL, token_id = NULL,
    callback_url = NULL WHERE id IN
    (SELECT id FROM jobs WHERE user_id = ?1 AND params <> '{}' LIMIT ${CHUNK_ROWS})`,
  `UPDATE orders SET checkout = NULL WHERE id IN
    (SELECT id FROM orders WHERE user_id = ?1 AND checkout IS NOT NULL LIMIT ${CHUNK_ROWS})`,
  `UPDATE subscriptions SET checkout = NULL WHERE id IN
    (SELECT id FROM subscriptions WHERE user_id = ?1 AND checkout IS NOT NULL LIMIT ${CHUNK_ROWS})`,
  `UPDATE receipts SET buyer_name = NULL, buyer_email = NULL, buyer_address = NULL, buyer_tax_id = NULL
    WHERE payment_id IN (SELECT payment_id FROM receipts WHERE user_id = ?1
      AND COALESCE(buyer_name, buyer_email, buyer_address, buyer_tax_id) IS NOT NULL LIMIT ${CHUNK_ROWS})`,
];

/** What goes altogether, in an order in which no row is removed that another one names. */
const REMOVED = [
  'deletion_queue',
  'uploads',
  'generations',
  'chat_messages',
  'conversations',
  'notifications',
  'login_history',
  'sessions',
  'api_tokens',
  'auth_identities',
  'recovery_codes',
  'second_factors',
  'second_factor_challenges',
  'provider_keys',
  'email_changes',
  'outgoing_mails',
  'webhook_attempts',
  'webhook_deliveries',
  'webhook_secrets',
  'webhook_endpoints',
  'processor_customers',
  'billing_details',
  'enterprise_requests',
] as const;

/** What has a `user_id` and stays: the books, what was removed and when, and the rows that are only scrubbed. */
export const KEPT_TABLES = [
  ...(['credit_ledger', 'jobs', 'assets', 'deletion_ledger'] as const),
  ...(['orders', 'subscriptions', 'payments', 'receipts', 'refunds', 'credit_debts'] as const),
];

/** Repeats a statement until it finds nothing more. False when the run's share of it is used up before. */
const runInChunks = async (ctx: Context, sql: string, userId: string): Promise<boolean> => {
  for (let chunk = 0; chunk < CHUNKS_MAX; chunk += 1) {
    const { meta } = await ctx.db.prepare(sql).bind(userId).run();
    if (meta.changes < CHUNK_ROWS) return true;
  }
  return false;
};

/**
 * Removes what a deleted account has left behind, in pieces of bounded size and as far as one run goes. Run again, it
 * goes on where it stopped.
 * @returns whether everything is gone.
 */
export const purgeAccount = async (ctx: Context, userId: string): Promise<{ isEmpty: boolean }> => {
  const removals = REMOVED.map(
    (table) =>
      `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE user_id = ?1 LIMIT ${CHUNK_ROWS})`,
  );
  for (const sql of [...SCRUB, ...removals]) {
    if (!(await runInChunks(ctx, sql, userId))) return { isEmpty: false };
  }
  // All of it, also what no row shows.
  return { isEmpty: await removeObjects(ctx, `user_${userId}/`, new Set()) };
};
