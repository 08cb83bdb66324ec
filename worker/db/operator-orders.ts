/** An administrator may do this to anybody but an administrator; that takes a superadmin. SQL over the operator `o` and the user `u`. */
export const OPERATORS_MAY = `(o.role = 'superadmin' OR (o.role = 'admin' AND u.role NOT IN ('admin', 'superadmin')))`;

/** An operator's order about a balance, as it goes into the audit log with the ledger row of the same id. */
export type BalanceOrder = {
  id: string;
  userId: string;
  operatorId: string;
  action: 'credits_given' | 'credits_adjusted';
  reason: string;
  ip: string;
  userAgent: string;
  requestId: string;
  beforeCredits: number;
  afterCredits: number;
  at: number;
};

/** Who may give this order now: one's own balance is nobody's to change. */
const MAY_GIVE = `o.is_blocked = 0 AND o.id <> u.id AND u.deleted_at IS NULL AND ${OPERATORS_MAY}`;

const FORBIDDEN_USERS = `
  SELECT c.value->>'userId' FROM json_each(?1) c WHERE NOT EXISTS (SELECT 1 FROM users u
    JOIN users o ON o.id = c.value->>'operatorId' WHERE u.id = c.value->>'userId' AND ${MAY_GIVE})`;

/**
 * Writes the entries of a group's orders before the rows that they are about (decision 9), all of an account's or none:
 * none where one is not its operator's to give, or where the account's posting is refused, which `refused` says in SQL.
 * `?1` is a JSON array of `BalanceOrder`; `refused` has its own parameters.
 */
export const insertOrders = (refused: string): string => `
  INSERT INTO admin_actions (id, actor_kind, actor_id, action, target_kind, target_id, state_before, state_after, reason,
    ip, user_agent, request_id, created_at)
  SELECT value->>'id', 'user', value->>'operatorId', value->>'action', 'user', value->>'userId',
    json_object('balanceCredits', value->>'beforeCredits'), json_object('balanceCredits', value->>'afterCredits'),
    value->>'reason', value->>'ip', value->>'userAgent', value->>'requestId', value->>'at'
  FROM json_each(?1) WHERE value->>'userId' NOT IN (${refused}) AND value->>'userId' NOT IN (${FORBIDDEN_USERS})`;

/** Whether an operator may change a user's balance; undefined where there is no such user. */
export const readMayGive = async (
  db: D1Database,
  { operatorId, userId }: { operatorId: string; userId: string },
): Promise<boolean | undefined> => {
  const row = await db
    .prepare(
      `SELECT EXISTS (SELECT 1 FROM users o WHERE o.id = ?2 AND ${MAY_GIVE}) AS may
        FROM users u WHERE u.id = ?1 AND u.deleted_at IS NULL`,
    )
    .bind(userId, operatorId)
    .first<{ may: number }>();
  return row ? row.may === 1 : undefined;
};
