-- What firms ask for is answered by an operator: how far it is, and what he noted last. Who and when the audit log says.

ALTER TABLE enterprise_requests ADD COLUMN status TEXT NOT NULL DEFAULT 'open'
  CHECK (status IN ('open', 'answered', 'closed'));
ALTER TABLE enterprise_requests ADD COLUMN note TEXT;
ALTER TABLE enterprise_requests ADD COLUMN handled_by TEXT;
ALTER TABLE enterprise_requests ADD COLUMN handled_at INTEGER;
CREATE INDEX enterprise_requests_open ON enterprise_requests (created_at DESC, id DESC) WHERE status = 'open';
