import { env } from 'cloudflare:workers';
import { expect } from 'vitest';
import { auditLedger, type Finding } from '../../worker/ledger/audit.ts';

/** I7 against the bucket: each live row has its object, and each object of an ended job a live row, or its removal waits. */
const findLooseFiles = async (): Promise<Finding[]> => {
  const { results: rows } = await env.DB.prepare(
    `SELECT r2_key AS key, size_bytes AS size FROM assets WHERE is_deleted = 0
      UNION ALL SELECT r2_key, size_bytes FROM uploads WHERE status = 'ready'`,
  ).all<{ key: string; size: number }>();
  const { results: jobs } = await env.DB.prepare(
    'SELECT id FROM jobs WHERE completed_at IS NULL UNION SELECT job_id FROM deletion_queue',
  ).all<{ id: string }>();
  const { results: uploads } = await env.DB.prepare('SELECT id FROM uploads').all<{ id: string }>();
  const objects = new Map<string, number>();
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await env.MEDIA.list({ prefix: 'user_', ...(cursor ? { cursor } : {}) });
    for (const object of page.objects) objects.set(object.key, object.size);
    more = page.truncated;
    cursor = page.truncated ? page.cursor : undefined;
  }
  // Captions stand beside their sound, and the script of a job stays as long as the job can be looked at.
  const live = new Set(rows.flatMap((row) => [row.key, `${row.key}.captions.json`]));
  // What somebody sent has a row until a day after its file.
  const sent = new Set(uploads.map((upload) => upload.id));
  const isKept = (key: string) =>
    live.has(key) || key.endsWith('/script_v1.json') || sent.has(/upload_([^/]+)/.exec(key)?.[1] ?? '');
  const unfinished = new Set(jobs.map((job) => job.id));
  return [
    ...rows
      .filter((row) => objects.get(row.key) !== row.size)
      .map((row) => ({ invariant: 'I7 a live row has its object', what: row.key })),
    ...[...objects.keys()]
      .filter((key) => !isKept(key) && !unfinished.has(/job_([^/]+)/.exec(key)?.[1] ?? ''))
      .map((key) => ({ invariant: 'I7 an object has its row', what: key })),
  ];
};

/** Every finding of the audit and of the bucket. Empty when all invariants hold. */
export const findBroken = async (now = Date.now()): Promise<Finding[]> => {
  const { findings } = await auditLedger(async (sql) => (await env.DB.prepare(sql).all()).results, { now });
  return [...findings, ...(await findLooseFiles())];
};

/** Ends every test that touches money or files. */
export const expectInvariants = async (now = Date.now()): Promise<void> => {
  expect(await findBroken(now)).toEqual([]);
};
