import type { Context } from '../../context.ts';
import type { HistoryItem, HistoryPage, HistoryQuery, HistoryType } from '../../contract/history.ts';
import type { Job, JobAsset } from '../../contract/jobs.ts';
import { HISTORY_EXCERPT_CHARS, HISTORY_MAX_ITEMS } from '../../contract/limits.ts';
import { cutPage, pageStart } from '../../cursor.ts';
import { WORDS } from '../../db/history.ts';
import { jobsOf, jobsStatement } from '../../db/jobs.ts';
import { ASSET_RETENTION_MS } from '../assets/store-media.ts';

/** More than a history holds: what was brought back stays beside what took its place, until the next one is made. */
const READ_MAX_ITEMS = 4 * HISTORY_MAX_ITEMS;

const SHOWN = `g.user_id = ?1 AND g.removing_since IS NULL`;
const LINES = `
  SELECT g.id, g.job_id AS jobId, g.type, g.size_bytes AS sizeBytes, g.created_at AS createdAt,
    ${WORDS} AS words,
    iif(c.id IS NULL, NULL, json_object('id', c.id, 'title', c.title, 'expiresAt', c.expires_at,
      'excerpt', (SELECT substr(m.text, 1, ${HISTORY_EXCERPT_CHARS}) FROM chat_messages m WHERE m.id = c.head_id),
      'costCredits', (SELECT -SUM(l.change_credits) FROM chat_messages m JOIN credit_ledger l ON l.job_id = m.job_id
        WHERE m.conversation_id = c.id AND m.role = 'user'))) AS conversation
  FROM generations g LEFT JOIN conversations c ON c.id = g.conversation_id
  WHERE ${SHOWN} ORDER BY g.created_at DESC, g.id DESC LIMIT ${READ_MAX_ITEMS}`;

type Line = {
  id: string;
  jobId: string;
  type: HistoryType;
  sizeBytes: number;
  createdAt: number;
  /** What was asked for, in the asker's own words; of a conversation its name. */
  words: string | null;
  /** JSON of a `Talk`. */
  conversation: string | null;
};

/** What a conversation tells that the job of its first turn does not. */
type Talk = { id: string; title: string; expiresAt: number; excerpt: string | null; costCredits: number | null };

const isPicture = ({ contentType }: JobAsset): boolean => contentType.startsWith('image/');

/** In any case and however its letters are composed, in every language; SQL knows that of English alone. */
const folded = (text: string): string => text.normalize('NFKC').toLocaleLowerCase();

const toItem = (line: Line, job: Job): HistoryItem => {
  const { preview, finals } = job;
  const files = preview ? [preview, ...finals] : finals;
  const talk = line.conversation === null ? undefined : (JSON.parse(line.conversation) as Talk);
  return {
    jobId: line.jobId,
    type: line.type,
    module: job.module,
    title: talk?.title ?? job.title,
    thumbnailUrl: files.find(isPicture)?.url ?? files.find(({ posterUrl }) => posterUrl !== null)?.posterUrl ?? null,
    conversation: talk ? { conversationId: talk.id, excerpt: talk.excerpt ?? '' } : null,
    preview,
    finals,
    costCredits: talk?.costCredits ?? job.costCredits - job.returnedCredits,
    sizeBytes: line.sizeBytes,
    createdAt: line.createdAt,
    expiresAt: talk?.expiresAt ?? job.expiresAt ?? line.createdAt + ASSET_RETENTION_MS,
    demo: job.demo,
  };
};

/**
 * A page of what a user has made and keeps, newest first. A history is short, so it is read whole, in one call, and
 * looked through here.
 * @throws AppError malformed_cursor.
 */
export const listHistory = async (ctx: Context, input: HistoryQuery & { userId: string }): Promise<HistoryPage> => {
  const { userId, type, module, q = '', cursor, limit } = input;
  const after = pageStart(cursor);
  const [lines, jobs] = await ctx.db.batch([
    ctx.db.prepare(LINES).bind(userId),
    jobsStatement(ctx.db, `j.user_id = ?1 AND j.id IN (SELECT g.job_id FROM generations g WHERE ${SHOWN})`, userId),
  ]);
  const jobById = new Map(jobsOf(jobs).map((job) => [job.jobId, job]));
  const all = (lines?.results ?? []) as Line[];
  const wanted = folded(q);
  const found = all.flatMap((line) => {
    const job = jobById.get(line.jobId);
    const isAfter = line.createdAt < after.createdAt || (line.createdAt === after.createdAt && line.id < after.id);
    const isMeant = (type ?? line.type) === line.type && (module ?? job?.module) === job?.module;
    return job && isAfter && isMeant && folded(line.words ?? '').includes(wanted) ? [{ ...line, job }] : [];
  });
  const { items, nextCursor } = cutPage(found, limit);
  return {
    items: items.map(({ job, ...line }) => toItem(line, job)),
    nextCursor,
    usedItems: all.length,
    maxItems: HISTORY_MAX_ITEMS,
  };
};
