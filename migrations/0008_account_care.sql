-- What a person may do with his account as a whole: another address, what he is told of, and its end.

-- Codes sent to an address that is to become somebody's. Apart from sign-in codes: each proves another thing.
CREATE TABLE email_changes (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  email TEXT NOT NULL,
  -- The guest address (an IPv4 address or an IPv6 /64) the code was asked from.
  address TEXT NOT NULL,
  code_hash TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;
CREATE INDEX email_changes_by_user ON email_changes (user_id, created_at DESC);
CREATE INDEX email_changes_by_email ON email_changes (email, created_at DESC);
CREATE INDEX email_changes_by_address ON email_changes (address, created_at DESC);

-- Mails that tell of something that has happened. Written in the very commit of it, sent after, gone when sent.
CREATE TABLE outgoing_mails (
  id TEXT PRIMARY KEY,
  -- NULL for a mail to somebody whose account is gone.
  user_id TEXT REFERENCES users (id),
  recipient TEXT NOT NULL,
  kind TEXT NOT NULL,
  -- What the text needs: an object by the kind.
  params TEXT NOT NULL CHECK (json_valid(params)),
  attempts INTEGER NOT NULL DEFAULT 0,
  next_try_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX outgoing_mails_due ON outgoing_mails (next_try_at);
CREATE INDEX outgoing_mails_by_user ON outgoing_mails (user_id) WHERE user_id IS NOT NULL;

-- An account ends in steps: asked for, due, gone for its owner (deleted), and nothing left but the books (purged).
ALTER TABLE users ADD COLUMN deletion_requested_at INTEGER;
ALTER TABLE users ADD COLUMN deletion_due_at INTEGER;
ALTER TABLE users ADD COLUMN deleted_at INTEGER;
ALTER TABLE users ADD COLUMN purged_at INTEGER;
CREATE INDEX users_to_delete ON users (deletion_due_at) WHERE deletion_due_at IS NOT NULL AND purged_at IS NULL;

-- Who is gone stays gone: no order of an operator and no sign-in brings a stub back to life.
CREATE TRIGGER users_stay_deleted BEFORE UPDATE OF email, is_blocked, deleted_at ON users WHEN OLD.deleted_at IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'account_deleted')
    WHERE NEW.email IS NOT NULL OR NEW.is_blocked = 0 OR NEW.deleted_at IS NOT OLD.deleted_at;
END;
