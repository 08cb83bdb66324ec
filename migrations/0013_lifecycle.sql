-- How files end: hidden with the entry here in one commit, then removed from the bucket, then a line in the ledger.

-- Jobs whose objects are to be removed: all that no live row shows. An entry stays until the bucket has let go of them.
CREATE TABLE deletion_queue (
  job_id TEXT PRIMARY KEY REFERENCES jobs (id),
  user_id TEXT NOT NULL REFERENCES users (id),
  why TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_try_at INTEGER NOT NULL,
  -- What is there to be removed, counted before the first is; NULL until then.
  files INTEGER CHECK (files >= 0),
  size_bytes INTEGER CHECK (size_bytes >= 0),
  last_error TEXT,
  created_at INTEGER NOT NULL,
  CHECK ((files IS NULL) = (size_bytes IS NULL))
) STRICT;
CREATE INDEX deletion_queue_due ON deletion_queue (next_try_at);
CREATE INDEX deletion_queue_by_time ON deletion_queue (created_at DESC, job_id DESC);
CREATE INDEX deletion_queue_by_user ON deletion_queue (user_id);

-- What was removed, when and why: kept for good, and without anything of what the files held.
CREATE TABLE deletion_ledger (
  id TEXT PRIMARY KEY,
  job_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  why TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  files INTEGER NOT NULL CHECK (files > 0),
  size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
  -- When the files were hidden, and when they were gone.
  marked_at INTEGER NOT NULL,
  removed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX deletion_ledger_by_time ON deletion_ledger (removed_at DESC, id DESC);
CREATE INDEX deletion_ledger_by_job ON deletion_ledger (job_id);

CREATE TRIGGER deletion_ledger_no_update BEFORE UPDATE ON deletion_ledger
BEGIN
  SELECT RAISE(ABORT, 'deletion_ledger_immutable');
END;

CREATE TRIGGER deletion_ledger_no_delete BEFORE DELETE ON deletion_ledger
BEGIN
  SELECT RAISE(ABORT, 'deletion_ledger_immutable');
END;

-- Where a walk through the bucket, which takes more than one run, goes on.
CREATE TABLE bucket_walks (
  name TEXT PRIMARY KEY,
  after_key TEXT NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX assets_to_expire ON assets (expires_at) WHERE is_deleted = 0;
