-- Operators: what each of them has done, kept for good, and the ways to find people.

-- Without a rowid there is no second key by which INSERT OR REPLACE could overwrite a row.
CREATE TABLE admin_actions (
  id TEXT PRIMARY KEY,
  -- A user, or a setting of the deployment that acts by itself, such as SUPERADMIN_EMAIL.
  actor_kind TEXT NOT NULL CHECK (actor_kind IN ('user', 'setting')),
  actor_id TEXT NOT NULL,
  action TEXT NOT NULL,
  target_kind TEXT NOT NULL,
  target_id TEXT NOT NULL,
  -- What the action changes, as it stood and as it stands: JSON objects without any secret.
  state_before TEXT NOT NULL CHECK (json_type(state_before) = 'object' AND length(state_before) <= 4000),
  state_after TEXT NOT NULL CHECK (json_type(state_after) = 'object' AND length(state_after) <= 4000),
  reason TEXT,
  ip TEXT NOT NULL,
  user_agent TEXT NOT NULL,
  request_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  CHECK (state_before <> state_after)
) STRICT, WITHOUT ROWID;
CREATE INDEX admin_actions_by_time ON admin_actions (created_at DESC, id DESC);
CREATE INDEX admin_actions_by_actor ON admin_actions (actor_id, created_at DESC, id DESC);
CREATE INDEX admin_actions_by_target ON admin_actions (target_id, created_at DESC, id DESC);
CREATE INDEX admin_actions_by_action ON admin_actions (action, created_at DESC, id DESC);

CREATE TRIGGER admin_actions_no_update BEFORE UPDATE ON admin_actions
BEGIN
  SELECT RAISE(ABORT, 'audit_immutable');
END;

CREATE TRIGGER admin_actions_no_delete BEFORE DELETE ON admin_actions
BEGIN
  SELECT RAISE(ABORT, 'audit_immutable');
END;

-- INSERT OR REPLACE skips the DELETE trigger, so an id that stands is refused here.
CREATE TRIGGER admin_actions_guard BEFORE INSERT ON admin_actions
BEGIN
  SELECT RAISE(ABORT, 'audit_duplicate') WHERE EXISTS (SELECT 1 FROM admin_actions WHERE id = NEW.id);
END;

-- Somebody must be left who can change roles, whichever way the change comes.
CREATE TRIGGER users_keep_a_superadmin BEFORE UPDATE OF role, is_blocked ON users
  WHEN OLD.role = 'superadmin' AND OLD.is_blocked = 0 AND (NEW.role <> 'superadmin' OR NEW.is_blocked = 1)
BEGIN
  SELECT RAISE(ABORT, 'last_superadmin')
    WHERE NOT EXISTS (SELECT 1 FROM users WHERE role = 'superadmin' AND is_blocked = 0 AND id <> OLD.id);
END;

CREATE INDEX users_by_time ON users (created_at DESC, id DESC);
CREATE INDEX users_by_role ON users (role, created_at DESC, id DESC);
CREATE INDEX users_by_plan ON users (plan, created_at DESC, id DESC);
CREATE INDEX users_blocked ON users (created_at DESC, id DESC) WHERE is_blocked = 1;
