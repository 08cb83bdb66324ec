-- Work that takes its vendor minutes: handed over once, looked for by the vendor's own id, told of by his webhook.

-- One piece of a job each. `start_ms` and `length_ms`: what of the job's sound it speaks, where it speaks any. `request_id`
-- is there as soon as the vendor has answered, with the key by which he was asked and the call that was counted for it.
-- `film`: what was measured, once its film is in the bucket; `failures`: how often it could not be fetched before.
CREATE TABLE vendor_requests (
  job_id TEXT NOT NULL REFERENCES jobs (id),
  piece INTEGER NOT NULL CHECK (piece >= 1),
  provider TEXT NOT NULL,
  start_ms INTEGER CHECK (start_ms >= 0),
  length_ms INTEGER CHECK (length_ms > 0),
  request_id TEXT,
  model TEXT,
  key_id TEXT,
  call_id TEXT REFERENCES provider_calls (id),
  submitted_at INTEGER,
  failures INTEGER NOT NULL DEFAULT 0,
  film TEXT CHECK (json_valid(film)),
  PRIMARY KEY (job_id, piece)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX vendor_requests_by_id ON vendor_requests (provider, request_id) WHERE request_id IS NOT NULL;
