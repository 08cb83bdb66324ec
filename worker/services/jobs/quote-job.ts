import type { Context } from '../../context.ts';
import type { Module, Quote } from '../../contract/jobs.ts';
import { SCRIPT_MAX_CHARS } from '../../contract/limits.ts';
import type { SpeechParams } from '../../contract/speech.ts';
import { costFor, etaOf } from '../../ledger/account-ops.ts';
import { findReusable, readAccountState } from '../../ledger/read.ts';
import { prepareSpeech } from '../speech/prepare-speech.ts';
import { openHouse } from '../vendors/open-house.ts';
import type { PreparedJob } from './create-job.ts';

/**
 * What a prepared job would cost, from what balance, and how long it would take. Changes nothing.
 * @param userId undefined for a guest, who has no balance.
 */
export const quotePrepared = async (ctx: Context, userId: string | undefined, job: PreparedJob): Promise<Quote> => {
  const now = ctx.clock.now();
  const [{ account, averages }, found] = await Promise.all([
    readAccountState(ctx.db, userId ?? ''),
    job.reuse ? findReusable(ctx.db, userId ?? '', { hash: job.bodyHash, now }) : undefined,
  ]);
  const ownKey = job.costs.some(({ provider }) => account?.ownKeys.includes(provider));
  const cached = found !== undefined && found.isDemo === (ownKey ? job.demo.own : job.demo.operator);
  const costCredits = cached ? 0 : costFor(account, job.costs);
  const balanceCredits = account?.head.balanceCredits ?? null;
  return {
    costCredits,
    priceVersion: job.priceVersion,
    balanceCredits,
    balanceAfterCredits: balanceCredits === null ? null : balanceCredits - costCredits,
    etaMs: etaOf(averages.get(job.modelId), job.rounds),
    ownKey,
    cached,
  };
};

/** What a request would cost. Changes nothing. @throws AppError validation_failed. */
export const quoteJob = async (
  ctx: Context,
  input: { userId: string | undefined; isOperator: boolean; module: Module; params: SpeechParams },
): Promise<Quote> => {
  const { params } = input;
  const source = await openHouse(ctx, input);
  const { job } = await prepareSpeech(source, { params, maxChars: SCRIPT_MAX_CHARS, pointer: '/params' });
  return quotePrepared(ctx, input.userId, job);
};
