import type { Job, JobAsset, JobBase, JobStatus } from '../contract/jobs.ts';
import { JOB_TITLE_MAX_CHARS } from '../contract/limits.ts';
import { type Module, moduleSchema } from '../contract/modules.ts';

type AssetJson = {
  id: string;
  kind: 'preview' | 'final' | 'scene' | 'poster';
  ordinal: number;
  title: string | null;
  captions: 'word' | 'sentence' | null;
  type: string;
  size: number;
  ms: number | null;
  width: number | null;
  height: number | null;
  expires: number;
};

type JobViewRow = {
  id: string;
  client_job_id: string;
  module: string;
  model_id: string;
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
  parent_job_id: string | null;
  queue_position: number | null;
  line_position: number | null;
  started_at: number | null;
  preview_ready_at: number | null;
  assets: string;
};

/** One statement reads a job whole: its assets as JSON, and what the ledger gave back. */
const JOB_VIEW = `
  SELECT j.id, j.client_job_id, j.module, j.model_id, j.status, j.progress_permille, j.params, j.cost_credits, j.price_version,
    j.expected_at, j.error_code, j.error_message, j.created_at, j.completed_at, j.demo,
    j.own_keys, j.cached_from, j.pieces_total, j.pieces_done, j.parent_job_id, j.queue_position, j.started_at,
    j.preview_ready_at,
    iif(j.is_heavy = 1 AND j.status = 'queued', (SELECT NULLIF(COUNT(*), 0) FROM jobs line
      WHERE line.user_id = j.user_id AND line.is_heavy = 1
        AND line.status IN ('queued', 'running', 'preview_ready', 'finalizing')
        AND (line.created_at, line.id) < (j.created_at, j.id)), NULL) AS line_position,
    (SELECT COALESCE(SUM(l.change_credits), 0) FROM credit_ledger l
      WHERE l.job_id = j.id AND l.kind IN ('refund', 'settle')) AS returned_credits,
    (SELECT json_group_array(json_object('id', a.id, 'kind', a.kind, 'type', a.content_type, 'size', a.size_bytes,
        'ms', a.duration_ms, 'expires', a.expires_at, 'ordinal', a.ordinal, 'title', a.title, 'captions', a.captions,
        'width', a.width_px, 'height', a.height_px)
        ORDER BY a.kind, a.ordinal)
      FROM assets a WHERE a.job_id = COALESCE(j.cached_from, j.id) AND a.is_deleted = 0) AS assets
  FROM jobs j`;

const toAsset = (asset: AssetJson, posters: readonly AssetJson[]): JobAsset => {
  const poster = asset.type.startsWith('video/')
    ? (posters.find(({ ordinal }) => ordinal === asset.ordinal) ?? posters[0])
    : undefined;
  return {
    assetId: asset.id,
    url: `/api/assets/${asset.id}`,
    contentType: asset.type,
    sizeBytes: asset.size,
    durationMs: asset.ms,
    widthPx: asset.width,
    heightPx: asset.height,
    posterUrl: poster ? `/api/assets/${poster.id}` : null,
    captions: asset.captions && {
      aligned: asset.captions,
      srtUrl: `/api/assets/${asset.id}/captions?format=srt`,
      vttUrl: `/api/assets/${asset.id}/captions?format=vtt`,
    },
  };
};

/** The beginning of a text, on one line. */
export const titleOf = (text: string): string =>
  [...text.replace(/\s+/gu, ' ').trim()].slice(0, JOB_TITLE_MAX_CHARS).join('');

type Of<M extends Module> = Extract<Job, { module: M }>;
type StoredSpeech = Of<'tts'>['params'] & {
  script: Of<'tts'>['script'];
  /** What was asked for, where another voice stands in; which, is nobody's business: it may be an internal one (ROLE-08). */
  fallbackFrom?: object;
};
/** The parameters of a model's job; `madeBy` names the model that stood in. */
type StoredModel<M extends Module> = Of<M>['params'] & { madeBy?: string };

/** What of a job its module alone has, and what is told of its parameters, from what stands in its row. */
type Parts = { [M in Module]: Pick<JobBase, 'title' | 'fallbackUsed'> & Omit<Of<M>, Exclude<keyof JobBase, 'module'>> };

const partsOf = (module: Module, row: string): Parts[Module] => {
  switch (module) {
    case 'tts': {
      const { script, fallbackFrom, ...params } = JSON.parse(row) as StoredSpeech;
      const fallbackUsed = fallbackFrom !== undefined;
      return { module, title: titleOf(params.text), fallbackUsed, params: { ...params, ...fallbackFrom }, script };
    }
    case 'text': {
      const params = JSON.parse(row) as Of<'text'>['params'];
      return { module, title: titleOf(params.message), fallbackUsed: false, params };
    }
    case 'image': {
      const { madeBy, ...params } = JSON.parse(row) as StoredModel<'image'>;
      return { module, title: titleOf(params.prompt), fallbackUsed: madeBy !== undefined, params };
    }
    case 'img2vid_noaudio': {
      const { madeBy, ...params } = JSON.parse(row) as StoredModel<'img2vid_noaudio'>;
      return { module, title: titleOf(params.prompt), fallbackUsed: madeBy !== undefined, params };
    }
    case 'img2vid_audio': {
      const { madeBy, ...params } = JSON.parse(row) as StoredModel<'img2vid_audio'>;
      return { module, title: titleOf(params.prompt ?? ''), fallbackUsed: madeBy !== undefined, params };
    }
    case 'audio2vid': {
      const { madeBy, ...params } = JSON.parse(row) as StoredModel<'audio2vid'>;
      return { module, title: '', fallbackUsed: madeBy !== undefined, params };
    }
  }
};

const toJob = (row: JobViewRow): Job => {
  const assets = JSON.parse(row.assets) as AssetJson[];
  const of = (kind: AssetJson['kind']) => assets.filter((asset) => asset.kind === kind);
  const posters = of('poster');
  const [preview] = of('preview');
  // What is said in a film tells more of it than how it was to be said.
  const said = of('final')[0]?.title ?? null;
  const isOpen = row.completed_at === null;
  const delivered = row.status === 'completed' ? row.completed_at : null;
  return {
    jobId: row.id,
    transactionId: row.id,
    clientJobId: row.client_job_id,
    modelId: row.model_id,
    status: row.status,
    progress: row.progress_permille / 1000,
    linePosition: row.line_position,
    queuePosition: isOpen ? row.queue_position : null,
    pieces: row.pieces_total === null ? null : { done: row.pieces_done, total: row.pieces_total },
    ownKey: row.own_keys !== null,
    cached: row.cached_from !== null,
    parentJobId: row.parent_job_id,
    costCredits: row.cost_credits,
    returnedCredits: row.returned_credits,
    priceVersion: row.price_version,
    expectedAt: isOpen ? row.expected_at : null,
    preview: preview ? toAsset(preview, posters) : null,
    finals: of('final').map((asset) => toAsset(asset, posters)),
    scenes: of('scene').map((asset) => ({ ...toAsset(asset, posters), number: asset.ordinal, title: asset.title })),
    error: row.error_code ? { code: row.error_code, message: row.error_message ?? '' } : null,
    createdAt: row.created_at,
    completedAt: row.completed_at,
    previewTookMs: elapsed(row.started_at, row.preview_ready_at),
    finalTookMs: elapsed(row.started_at, delivered),
    expiresAt: assets.length > 0 ? Math.min(...assets.map((asset) => asset.expires)) : null,
    demo: row.demo === 1,
    ...partsOf(moduleSchema.parse(row.module), row.params),
    ...(said === null ? {} : { title: said }),
  };
};

const elapsed = (from: number | null, to: number | null): number | null =>
  from === null || to === null ? null : Math.max(0, to - from);

/** A user's job as the API shows it; undefined when there is none or it is somebody else's. */
export const readJob = async (db: D1Database, userId: string, jobId: string): Promise<Job | undefined> => {
  const row = await db
    .prepare(`${JOB_VIEW} WHERE j.id = ?1 AND j.user_id = ?2`)
    .bind(jobId, userId)
    .first<JobViewRow>();
  return row ? toJob(row) : undefined;
};

/** A statement that reads jobs whole, and what its rows say. `where` is SQL on `jobs j`. */
export const jobsStatement = (db: D1Database, where: string, ...values: unknown[]): D1PreparedStatement =>
  db.prepare(`${JOB_VIEW} WHERE ${where}`).bind(...values);
export const jobsOf = (result: D1Result | undefined): Job[] =>
  ((result?.results as JobViewRow[] | undefined) ?? []).map(toJob);

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
  isHeavy: boolean;
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
 * SQL: whether it is a job's turn. Of a user's heavy jobs only the oldest is made (JOB-19); what has begun goes on in any case.
 */
export const IS_NEXT = `(is_heavy = 0 OR status <> 'queued' OR NOT EXISTS (SELECT 1 FROM jobs line
  WHERE line.user_id = jobs.user_id AND line.is_heavy = 1
    AND line.status IN ('queued', 'running', 'preview_ready', 'finalizing')
    AND (line.created_at, line.id) < (jobs.created_at, jobs.id)))`;

/** The user's heavy job whose turn it is, if it has not begun; undefined when there is none. */
export const readNextHeavy = async (
  db: D1Database,
  userId: string,
): Promise<{ id: string; priority: number } | undefined> =>
  (await db
    .prepare(
      `SELECT id, priority FROM jobs WHERE user_id = ?1 AND is_heavy = 1 AND status = 'queued' AND ${IS_NEXT}
        ORDER BY created_at, id LIMIT 1`,
    )
    .bind(userId)
    .first<{ id: string; priority: number }>()) ?? undefined;

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
          started_at = COALESCE(started_at, ?4), status = iif(status = 'queued', 'running', status),
          deadline_at = iif(is_heavy = 1 AND status = 'queued', ?4 + deadline_at - created_at, deadline_at)
        WHERE id = ?1 AND status IN ('queued', 'running', 'preview_ready', 'finalizing')
          AND (lease_expires_at IS NULL OR lease_expires_at < ?4) AND ${IS_NEXT}
        RETURNING id, user_id AS userId, module, model_id AS modelId, params, body_hash AS bodyHash, priority, is_heavy AS isHeavy,
          COALESCE(own_keys, '[]') AS ownKeys, status, attempts, lease_token AS leaseToken, created_at AS createdAt,
          started_at AS startedAt, deadline_at AS deadlineAt`,
    )
    .bind(jobId, lease.token, lease.expiresAt, lease.now)
    .first<Omit<ClaimedJob, 'ownKeys' | 'isHeavy'> & { ownKeys: string; isHeavy: number }>();
  return row ? { ...row, isHeavy: row.isHeavy === 1, ownKeys: JSON.parse(row.ownKeys) as string[] } : undefined;
};

/** Renews a lease and notes the progress. False when the lease has been lost or the job has ended. */
export const renewLease = async (
  db: D1Database,
  job: { id: string; leaseToken: string },
  renewal: { expiresAt: number; progressPermille: number; queuePosition: number | null },
): Promise<boolean> => {
  const { meta } = await db
    .prepare(
      `UPDATE jobs SET lease_expires_at = ?3, progress_permille = MAX(progress_permille, ?4), queue_position = ?5
        WHERE id = ?1 AND lease_token = ?2 AND status IN ('running', 'preview_ready', 'finalizing')`,
    )
    .bind(job.id, job.leaseToken, renewal.expiresAt, renewal.progressPermille, renewal.queuePosition)
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
