const DAY_MS = 86_400_000;

/** The beginning of the UTC day of a moment. */
export const dayOf = (at: number): number => at - (((at % DAY_MS) + DAY_MS) % DAY_MS);

/** The beginning of the next one. */
export const endOfDay = (at: number): number => dayOf(at) + DAY_MS;

// What comes back of a job is taken off on the day it was ordered, whenever it comes: no day has spent less than nothing.
const SPENT = '(SELECT COALESCE(-SUM(l.change_credits), 0) FROM jobs j JOIN credit_ledger l ON l.job_id = j.id';

/** A SQL expression: what the jobs that a user ordered from a moment on have cost. */
export const spentByUser = (userId: string, since: string): string =>
  `${SPENT} WHERE j.user_id = ${userId} AND j.created_at >= ${since})`;

/** The same of a token. */
export const spentByToken = (tokenId: string, since: string): string =>
  `${SPENT} WHERE j.token_id = ${tokenId} AND j.created_at >= ${since})`;

/** What a user has spent in the UTC day, and tokens of his, by their ids, ever and in the day. */
export type Spent = { todayCredits: number; tokens: ReadonlyMap<string, { allCredits: number; todayCredits: number }> };

/** For an account without caps: nobody asks how much it is. */
export const NOTHING_SPENT: Spent = { todayCredits: 0, tokens: new Map() };

/** Reads what a user has spent today, and what each of these tokens of his has. */
export const readSpending = async (
  db: D1Database,
  wanted: { userId: string; tokenIds: string[]; now: number },
): Promise<Spent> => {
  const { results } = await db
    .prepare(
      `SELECT NULL AS tokenId, 0 AS allCredits, ${spentByUser('?1', '?3')} AS todayCredits
        UNION ALL SELECT t.value, ${spentByToken('t.value', '0')}, ${spentByToken('t.value', '?3')} FROM json_each(?2) t`,
    )
    .bind(wanted.userId, JSON.stringify(wanted.tokenIds), dayOf(wanted.now))
    .all<{ tokenId: string | null; allCredits: number; todayCredits: number }>();
  const tokens = new Map(
    results.flatMap(({ tokenId, ...spent }) => (tokenId === null ? [] : [[tokenId, spent] as const])),
  );
  return { todayCredits: results.find(({ tokenId }) => tokenId === null)?.todayCredits ?? 0, tokens };
};
