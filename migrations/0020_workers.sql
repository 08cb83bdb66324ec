-- External workers: machines of the operators that make a model's jobs in the place of its vendor.

-- Where the jobs of the model are handed over; NULL while its vendor makes them.
ALTER TABLE model_profiles ADD COLUMN worker_url TEXT;

-- The hand-over that counts: a job that its worker forgot is handed over again, with another run. `run_id` is the lease
-- under which the worker works, and a part of the names of its files.
CREATE TABLE worker_runs (
  job_id TEXT PRIMARY KEY REFERENCES jobs (id),
  run_id TEXT NOT NULL,
  handed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Signatures that were believed once, for as long as they would be believed again.
CREATE TABLE worker_signatures (
  signature TEXT PRIMARY KEY,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX worker_signatures_over ON worker_signatures (expires_at);

-- What a job cost the house beyond what was charged for it. Nobody is asked for it (G-04).
CREATE TABLE job_expenses (
  job_id TEXT PRIMARY KEY REFERENCES jobs (id),
  credits INTEGER NOT NULL CHECK (credits > 0),
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
