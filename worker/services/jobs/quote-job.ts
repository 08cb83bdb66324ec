import type { Context } from '../../context.ts';
import type { Module, Quote } from '../../contract/jobs.ts';
import { ETA_BUFFER_MS } from '../../contract/limits.ts';
import type { SpeechParams } from '../../contract/speech.ts';
import { readAccountState } from '../../ledger/read.ts';
import { prepareJob } from './prepare-job.ts';

/**
 * What a request would cost, from what balance, and how long it would take. Changes nothing.
 * @param input.userId undefined for a guest, who has no balance.
 */
export const quoteJob = async (
  ctx: Context,
  input: { userId: string | undefined; module: Module; params: SpeechParams },
): Promise<Quote> => {
  const prepared = await prepareJob(ctx, { ...input, pointer: '/params' });
  const { account, averages } = await readAccountState(ctx.db, input.userId ?? '');
  const isFree = account?.role === 'admin' || account?.role === 'superadmin';
  const costCredits = isFree ? 0 : prepared.costCredits;
  const balanceCredits = account?.head.balanceCredits ?? null;
  const average = averages.get(prepared.model.modelId);
  return {
    costCredits,
    priceVersion: prepared.priceVersion,
    balanceCredits,
    balanceAfterCredits: balanceCredits === null ? null : balanceCredits - costCredits,
    etaMs: (average?.previewMs ?? 0) + (average?.finalMs ?? 0) + ETA_BUFFER_MS,
  };
};
