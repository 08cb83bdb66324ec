/** A turn whose charge has not landed after so long was never charged: its request died on the way. */
const CHARGE_MAX_MS = 60_000;

const OPEN = `'queued', 'running', 'preview_ready', 'finalizing'`;

/**
 * SQL: whether the turn of an answer is under way.
 * @param answer the alias of its row
 * @param now the parameter that holds the time, in unix ms
 */
export const isUnderWay = (answer: string, now: string): string => `(${answer}.ended_at IS NULL AND COALESCE(
  (SELECT j.status IN (${OPEN}) FROM jobs j WHERE j.id = ${answer}.job_id),
  ${answer}.created_at > ${now} - ${CHARGE_MAX_MS}))`;

/**
 * SQL: the last message that is shown of a conversation, or null. A turn that ended without a word is as if it had never
 * been, so what stood before it is shown again.
 * @param conversation the alias of its row
 * @param now the parameter that holds the time, in unix ms
 */
export const shownHead = (conversation: string, now: string): string => `(
  SELECT iif(h.text = '' AND NOT ${isUnderWay('h', now)}, h.before_id, h.id)
  FROM chat_messages h WHERE h.id = ${conversation}.head_id)`;

/** SQL: the messages from one up to the first of its conversation, as the table `branch`. */
export const branchFrom = (head: string): string => `branch AS (
  SELECT m.* FROM chat_messages m WHERE m.id = ${head}
  UNION ALL SELECT m.* FROM chat_messages m JOIN branch b ON m.id = b.parent_id)`;

/** SQL of a condition on `conversations c`: it has not left the history. While that can be undone, its words stay. */
export const IS_KEPT = `NOT EXISTS (SELECT 1 FROM generations g
  WHERE g.conversation_id = c.id AND g.removing_since IS NOT NULL)`;

/** SQL of a condition on `conversations`: nothing was ever said in it, or all of it has been removed. */
export const IS_EMPTY = `NOT EXISTS (SELECT 1 FROM chat_messages m WHERE m.conversation_id = conversations.id)
  AND NOT EXISTS (SELECT 1 FROM generations g WHERE g.conversation_id = conversations.id)`;
