import type { Context } from '../../context.ts';
import type { Quote } from '../../contract/jobs.ts';
import { etaOf, priceFor } from '../../ledger/plan-submit.ts';
import { findReusable, readAccountState, readFreeUsed } from '../../ledger/read.ts';
import { type AnyOrder, prepareOrder } from '../tools/tools.ts';
import type { PreparedJob } from './create-job.ts';

/**
 * What a prepared job would cost, from what balance, and how long it would take. Changes nothing.
 * @param userId undefined for a guest, who has no balance.
 */
export const quotePrepared = async (ctx: Context, userId: string | undefined, job: PreparedJob): Promise<Quote> => {
  const now = ctx.clock.now();
  const { allowance } = job;
  const [{ account, averages }, found, freeUsed] = await Promise.all([
    readAccountState(ctx.db, userId ?? ''),
    job.reuse ? findReusable(ctx.db, userId ?? '', { hash: job.bodyHash, now }) : undefined,
    allowance ? readFreeUsed(ctx.db, userId ?? '', now) : undefined,
  ]);
  const ownKey = job.costs.some(({ provider }) => account?.ownKeys.includes(provider));
  const cached = found !== undefined && found.isDemo === (ownKey ? job.demo.own : job.demo.operator);
  const used = freeUsed?.get(job.module) ?? 0;
  const { costCredits } = priceFor(account, job, { isCached: cached, freeUsed: used });
  const balanceCredits = account?.head.balanceCredits ?? null;
  return {
    costCredits,
    priceVersion: job.priceVersion,
    balanceCredits,
    balanceAfterCredits: balanceCredits === null ? null : balanceCredits - costCredits,
    etaMs: etaOf(averages.get(job.modelId), job.rounds),
    ownKey,
    cached,
    free: allowance && { perDay: allowance.freePerDay, left: Math.max(0, allowance.freePerDay - used) },
  };
};

/** What a request would cost. Changes nothing. @throws AppError validation_failed. */
export const quoteJob = async (ctx: Context, order: AnyOrder): Promise<Quote> => {
  const { job } = await prepareOrder(ctx, order);
  return quotePrepared(ctx, order.userId, job);
};
