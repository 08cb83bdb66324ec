import type { Context } from '../../context.ts';
import type { Receipt } from '../../contract/statement.ts';
import { AppError } from '../../errors.ts';
import type { LedgerRow } from '../../ledger/postings.ts';
import { jobRowsStatement, toEntry } from '../../ledger/statement.ts';

type JobRow = Pick<
  Receipt,
  | 'jobId'
  | 'module'
  | 'modelId'
  | 'status'
  | 'createdAt'
  | 'completedAt'
  | 'quotedCredits'
  | 'priceVersion'
  | 'freeUnits'
>;

const JOB = `SELECT id AS jobId, module, model_id AS modelId, status, created_at AS createdAt, completed_at AS completedAt,
    cost_credits AS quotedCredits, price_version AS priceVersion, free_units AS freeUnits
  FROM jobs WHERE id = ?1 AND (user_id = ?2 OR ?3 = 1)`;
const FILES = `SELECT a.kind, a.content_type AS contentType, a.size_bytes AS sizeBytes, a.duration_ms AS durationMs
  FROM jobs j JOIN assets a ON a.job_id = COALESCE(j.cached_from, j.id) WHERE j.id = ?1 ORDER BY a.kind, a.ordinal`;
const CALLS = `SELECT provider, stage, outcome, error_code AS errorCode, sent_units AS sentUnits, billed_units AS billedUnits,
    started_at AS startedAt, finished_at AS finishedAt FROM provider_calls WHERE job_id = ?1 ORDER BY started_at, id`;

/**
 * The receipt of a job of the user's own, or of anybody's for an operator, who also sees the calls to vendors.
 * @throws AppError not_found, also for somebody else's.
 */
export const readReceipt = async (
  ctx: Context,
  input: { userId: string; isOperator: boolean; jobId: string },
): Promise<Receipt> => {
  const { userId, isOperator, jobId } = input;
  const [jobs, ledger, files, calls] = await ctx.db.batch([
    ctx.db.prepare(JOB).bind(jobId, userId, isOperator ? 1 : 0),
    jobRowsStatement(ctx.db, jobId),
    ctx.db.prepare(FILES).bind(jobId),
    ctx.db.prepare(CALLS).bind(jobId),
  ]);
  const job = jobs?.results[0] as JobRow | undefined;
  if (!job) throw new AppError('not_found', 'There is no such job.');
  const rows = ((ledger?.results ?? []) as LedgerRow[]).map(toEntry);
  const sumOf = (isMeant: (row: LedgerRow['kind']) => boolean): number =>
    rows.reduce((sum, row) => sum + (isMeant(row.kind) ? row.changeCredits : 0), 0);
  const chargedCredits = 0 - sumOf((kind) => kind === 'charge');
  const returnedCredits = sumOf((kind) => kind !== 'charge');
  return {
    ...job,
    chargedCredits,
    returnedCredits,
    paidCredits: chargedCredits - returnedCredits,
    rows,
    files: (files?.results ?? []) as Receipt['files'],
    vendorCalls: isOperator ? ((calls?.results ?? []) as Receipt['vendorCalls']) : null,
  };
};
