-- The history keeps itself: 30 things made, the oldest makes room for the next.

-- Since when a line is on its way out: hidden, and for a moment still to be brought back. NULL while it is shown.
ALTER TABLE generations ADD COLUMN removing_since INTEGER;
CREATE INDEX generations_to_expire ON generations (created_at) WHERE removing_since IS NULL;

-- When the bucket was first found to have lost a file that is shown; NULL while it has it.
ALTER TABLE assets ADD COLUMN lost_at INTEGER;

-- A conversation has no files and is removed all the same, so a line of the ledger may stand for none.
CREATE TABLE deletion_ledger_of_all (
  id TEXT PRIMARY KEY,
  job_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  why TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  files INTEGER NOT NULL CHECK (files >= 0),
  size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
  -- When the files were hidden, and when they were gone.
  marked_at INTEGER NOT NULL,
  removed_at INTEGER NOT NULL
) STRICT;
INSERT INTO deletion_ledger_of_all (id, job_id, user_id, why, attempts, files, size_bytes, marked_at, removed_at)
  SELECT id, job_id, user_id, why, attempts, files, size_bytes, marked_at, removed_at FROM deletion_ledger;
DROP TABLE deletion_ledger;
ALTER TABLE deletion_ledger_of_all RENAME TO deletion_ledger;
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

-- What stood here before there was a limit leaves as it would have left one by one.
INSERT INTO deletion_queue (job_id, user_id, why, next_try_at, created_at)
  SELECT job_id, user_id, 'over_limit', unixepoch() * 1000, unixepoch() * 1000 FROM (
    SELECT job_id, user_id, ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY created_at DESC, id DESC) AS place
      FROM generations)
  WHERE place > 30
  ON CONFLICT (job_id) DO NOTHING;
UPDATE generations SET removing_since = (SELECT q.created_at FROM deletion_queue q WHERE q.job_id = generations.job_id)
  WHERE EXISTS (SELECT 1 FROM deletion_queue q WHERE q.job_id = generations.job_id);
UPDATE assets SET is_deleted = 1
  WHERE job_id IN (SELECT g.job_id FROM generations g WHERE g.removing_since IS NOT NULL);
