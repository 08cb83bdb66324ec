import type { Context } from '../../context.ts';
import type { ADMIN_TARGETS, AdminActionKind } from '../../contract/admin.ts';
import { USER_AGENT_MAX_CHARS } from '../../contract/limits.ts';
import type { Client } from '../sessions/open-session.ts';

/** Who acts: a user, or a setting of the deployment by its name (`SUPERADMIN_EMAIL`). */
export type Actor = { kind: 'user' | 'setting'; id: string };
/** From where: the address, the browser, and the request as the logs know it. */
export type Origin = Client & { requestId: string };

export type ActionEntry = {
  id: string;
  actor: Actor;
  action: AdminActionKind;
  target: { kind: (typeof ADMIN_TARGETS)[number]; id: string };
  reason: string | null;
  origin: Origin;
};

/**
 * The state that an action changes, in SQL. `from` is everything from FROM on, names one row at most and holds every
 * condition of the change; `before` and `after` are JSON objects over that row, of plain facts and never of secrets.
 * `?1` is the entry's own; `values` are bound from `?2` on.
 */
export type StateChange = { from: string; before: string; after: string; values: (string | number)[] };

/**
 * The statement that writes an action into the audit log. It goes first into the batch of the change, and each
 * statement of the change carries `ifRecorded`: so the log and the change stand or fall together, on one reading of the
 * conditions. It writes nothing when they do not hold, or when before and after are the same.
 */
export const recordAction = (
  ctx: Pick<Context, 'db' | 'clock'>,
  entry: ActionEntry,
  { from, before, after, values }: StateChange,
): D1PreparedStatement =>
  ctx.db
    .prepare(
      `INSERT INTO admin_actions (id, actor_kind, actor_id, action, target_kind, target_id, state_before, state_after,
          reason, ip, user_agent, request_id, created_at)
        SELECT ?1->>'id', ?1->>'actorKind', ?1->>'actorId', ?1->>'action', ?1->>'targetKind', ?1->>'targetId',
          c.state_before, c.state_after, ?1->>'reason', ?1->>'ip', ?1->>'userAgent', ?1->>'requestId', ?1->>'at'
        FROM (SELECT ${before} AS state_before, ${after} AS state_after ${from}) c WHERE c.state_before <> c.state_after`,
    )
    .bind(JSON.stringify(toRow(entry, ctx.clock.now())), ...values);

const toRow = ({ id, actor, action, target, reason, origin }: ActionEntry, at: number) => ({
  id,
  actorKind: actor.kind,
  actorId: actor.id,
  action,
  targetKind: target.kind,
  targetId: target.id,
  reason,
  ip: origin.ip,
  userAgent: origin.userAgent.slice(0, USER_AGENT_MAX_CHARS),
  requestId: origin.requestId,
  at,
});

/** The condition of every statement of a change: that its action was recorded. `param` is where its id is bound. */
export const ifRecorded = (param: `?${number}`): string => `EXISTS (SELECT 1 FROM admin_actions WHERE id = ${param})`;
