import type { Context } from '../../context.ts';
import type { ReportReply } from '../../contract/workers.ts';
import { readHandedStatus } from '../../db/worker-runs.ts';
import { AppError } from '../../errors.ts';
import { isClosed } from '../../ledger/account-ops.ts';

/** What a worker hears of its job. @throws AppError not_found for a job that was never handed over. */
export const reportStatus = async (ctx: Context, jobId: string): Promise<ReportReply & { costCredits: number }> => {
  const known = await readHandedStatus(ctx.db, jobId);
  if (!known) throw new AppError('not_found', 'There is no such job in the hands of a worker.');
  return { jobId, isOpen: !isClosed(known.status), ...known };
};

/** The part of it that goes over the wire. */
export const toReply = ({ jobId, status, isOpen }: ReportReply): ReportReply => ({ jobId, status, isOpen });
