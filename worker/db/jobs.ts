import { type Job, type JobAsset, type JobStatus, jobSchema } from '../contract/jobs.ts';

type AssetJson = {
  id: string;
  kind: 'preview' | 'final' | 'scene';
  ordinal: number;
  title: string | null;
  captions: 'word' | 'sentence' | null;
  type: string;
  size: number;
  ms: number | null;
  expires: number;
};

type JobViewRow = {
  id: string;
  client_job_id: string;
  module: string;
  status: JobStatus;
  progress_permille: number;
  params: string;
  cost_credits: number;
  returned_credits: number;
  price_version: string;
  expected_at: number;
  error_code: string | null;
  error_message: string | null;
  created_at: number;
  completed_at: number | null;
  demo: number;
  own_keys: string | null;
  cached_from: string | null;
  pieces_total: number | null;
  pieces_done: number;
  assets: string;
};

/** One statement reads a job whole: its assets as JSON, and what the ledger gave back. */
const JOB_VIEW = `
  SELECT j.id, j.client_job_id, j.module, j.status, j.progress_permille, j.params, j.cost_credits, j.price_version,
    j.expected_at, j.error_code, j.error_message, j.created_at, j.completed_at, j.demo,
    j.own_keys, j.cached_from, j.pieces_total, j.pieces_done,
    (SELECT COALESCE(SUM(l.change_credits), 0) FROM credit_ledger l
      WHERE l.job_id = j.id AND l.kind IN ('refund', 'settle')) AS returned_credits,
    (SELECT json_group_array(json_object('id', a.id, 'kind', a.kind, 'type', a.content_type, 'size', a.size_bytes,
        'ms', a.duration_ms, 'expires', a.expires_at, 'ordinal', a.ordinal, 'title', a.title, 'captions', a.captions)
        ORDER BY a.kind, a.ordinal)
      FROM assets a WHERE a.job_id = COALESCE(j.cached_from, j.id) AND a.is_deleted = 0) AS assets
  FROM jobs j`;

const toAsset = (asset: AssetJson): JobAsset => ({
  assetId: asset.id,
  url: `/api/assets/${asset.id}`,
  contentType: asset.type,
  sizeBytes: asset.size,
  durationMs: asset.ms,
  captions: asset.captions && {
    aligned: asset.captions,
    srtUrl: `/api/assets/${asset.id}/captions?format=srt`,
    vttUrl: `/api/assets/${asset.id}/captions?format=vtt`,
  },
});

type StoredParams = Job['params'] & {
  script: Job['script'];
  /** What was asked for, where another voice stands in; which, is nobody's business: it may be an internal one (ROLE-08). */
  fallbackFrom?: Pick<Job['params'], 'voiceId' | 'language' | 'style'>;
};

const toJob = (row: JobViewRow): Job => {
  const assets = JSON.parse(row.assets) as AssetJson[];
  const preview = assets.find((asset) => asset.kind === 'preview');
  const isOpen = row.completed_at === null;
  const { script, fallbackFrom, ...params } = JSON.parse(row.params) as StoredParams;
  return {
    jobId: row.id,
    transactionId: row.id,
    clientJobId: row.client_job_id,
    module: jobSchema.shape.module.parse(row.module),
    status: row.status,
    progress: row.progress_permille / 1000,
    params: { ...params, ...fallbackFrom },
    script,
    pieces: row.pieces_total === null ? null : { done: row.pieces_done, total: row.pieces_total },
    ownKey: row.own_keys !== null,
    fallbackUsed: fallbackFrom !== undefined,
    cached: row.cached_from !== null,
    costCredits: row.cost_credits,
    returnedCredits: row.returned_credits,
    priceVersion: row.price_version,
    expectedAt: isOpen ? row.expected_at : null,
    preview: preview ? toAsset(preview) : null,
    finals: assets.filter((asset) => asset.kind === 'final').map(toAsset),
    scenes: assets
      .filter((asset) => asset.kind === 'scene')
      .map((asset) => ({ ...toAsset(asset), number: asset.ordinal, title: asset.title })),
    error: row.error_code ? { code: row.error_code, message: row.error_message ?? '' } : null,
    createdAt: row.created_at,
    completedAt: row.completed_at,
    expiresAt: assets.length > 0 ? Math.min(...assets.map((asset) => asset.expires)) : null,
    demo: row.demo === 1,
  };
};

/** A user's job as the API shows it; undefined when there is none or it is somebody else's. */
export const readJob = async (db: D1Database, userId: string, jobId: string): Promise<Job | undefined> => {
  const row = await db
    .prepare(`${JOB_VIEW} WHERE j.id = ?1 AND j.user_id = ?2`)
    .bind(jobId, userId)
    .first<JobViewRow>();
  return row ? toJob(row) : undefined;
};

/** A user's jobs, newest first, after the given one; at most `limit`. */
export const readJobs = async (
  db: D1Database,
  userId: string,
  page: { after: { createdAt: number; id: string } | undefined; limit: number },
): Promise<Job[]> => {
  const after = page.after ?? { createdAt: Number.MAX_SAFE_INTEGER, id: '~' };
  const { results } = await db
    .prepare(
      `${JOB_VIEW} WHERE j.user_id = ?1 AND (j.created_at, j.id) < (?2, ?3)
        ORDER BY j.created_at DESC, j.id DESC LIMIT ?4`,
    )
    .bind(userId, after.createdAt, after.id, page.limit)
    .all<JobViewRow>();
  return results.map(toJob);
};

/** What the engine needs of a job it has claimed. */
export type ClaimedJob = {
  id: string;
  userId: string;
  module: string;
  modelId: string;
  params: string;
  bodyHash: string;
  priority: number;
  /** The vendors whom the owner's own key pays. */
  ownKeys: string[];
  status: JobStatus;
  attempts: number;
  leaseToken: string;
  createdAt: number;
  startedAt: number;
  deadlineAt: number;
};

/**
 * Takes the lease of an open job, if nobody else holds a live one: one conditional UPDATE, so that of any number of
 * consumers exactly one gets it. A queued job starts to run by it.
 */
export const claimJob = async (
  db: D1Database,
  jobId: string,
  lease: { token: string; now: number; expiresAt: number },
): Promise<ClaimedJob | undefined> => {
  const row = await db
    .prepare(
      `UPDATE jobs SET lease_token = ?2, lease_expires_at = ?3, attempts = attempts + 1,
          started_at = COALESCE(started_at, ?4), status = iif(status = 'queued', 'running', status)
        WHERE id = ?1 AND status IN ('queued', 'running', 'preview_ready', 'finalizing')
          AND (lease_expires_at IS NULL OR lease_expires_at < ?4)
        RETURNING id, user_id AS userId, module, model_id AS modelId, params, body_hash AS bodyHash, priority,
          COALESCE(own_keys, '[]') AS ownKeys, status, attempts, lease_token AS leaseToken, created_at AS createdAt,
          started_at AS startedAt, deadline_at AS deadlineAt`,
    )
    .bind(jobId, lease.token, lease.expiresAt, lease.now)
    .first<Omit<ClaimedJob, 'ownKeys'> & { ownKeys: string }>();
  return row ? { ...row, ownKeys: JSON.parse(row.ownKeys) as string[] } : undefined;
};

/** Renews a lease and notes the progress. False when the lease has been lost or the job has ended. */
export const renewLease = async (
  db: D1Database,
  job: { id: string; leaseToken: string },
  renewal: { expiresAt: number; progressPermille: number },
): Promise<boolean> => {
  const { meta } = await db
    .prepare(
      `UPDATE jobs SET lease_expires_at = ?3, progress_permille = MAX(progress_permille, ?4)
        WHERE id = ?1 AND lease_token = ?2 AND status IN ('running', 'preview_ready', 'finalizing')`,
    )
    .bind(job.id, job.leaseToken, renewal.expiresAt, renewal.progressPermille)
    .run();
  return meta.changes === 1;
};

/** Lets go of a job that will be tried again, no earlier than `at`; a run that got on does not count as an attempt. */
export const releaseLease = async (
  db: D1Database,
  job: { id: string; leaseToken: string },
  next: { at: number; forgetAttempts: boolean },
): Promise<void> => {
  await db
    .prepare(`UPDATE jobs SET lease_token = NULL, lease_expires_at = NULL, dispatched_at = ?3,
        attempts = iif(?4, 0, attempts) WHERE id = ?1 AND lease_token = ?2`)
    .bind(job.id, job.leaseToken, next.at, Number(next.forgetAttempts))
    .run();
};

/** `preview_ready → finalizing`, by the lease's holder. False when the job has moved on without him. */
export const startFinalizing = async (
  db: D1Database,
  job: { id: string; leaseToken: string },
  expiresAt: number,
): Promise<boolean> => {
  const { meta } = await db
    .prepare(
      `UPDATE jobs SET status = 'finalizing', lease_expires_at = ?3
        WHERE id = ?1 AND lease_token = ?2 AND status IN ('preview_ready', 'finalizing')`,
    )
    .bind(job.id, job.leaseToken, expiresAt)
    .run();
  return meta.changes === 1;
};
