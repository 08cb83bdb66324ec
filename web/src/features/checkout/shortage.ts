import { PURCHASE_MAX_CREDITS, PURCHASE_MIN_CREDITS } from '../../../../worker/contract/credit-price.ts';
import { ApiError } from '../../api/api-error.ts';
import type { JobRequest } from '../../api/job-request.ts';

/** Why a job was not begun, in credits, and the request that goes on once they are bought. */
export type Shortage = { costCredits: number; balanceCredits: number; owedCredits: number; request: JobRequest };

/** Whether a job was refused for want of credits, or because some are owed. */
export const isShortage = (error: unknown): error is ApiError =>
  error instanceof ApiError && (error.code === 'insufficient_credits' || error.code === 'credits_owed');

/** @param known what the page itself knew, where the refusal does not tell */
export const shortageOf = (request: JobRequest, known: Omit<Shortage, 'request'>, error?: unknown): Shortage => {
  const told = isShortage(error) ? error : undefined;
  return {
    costCredits: told?.costCredits ?? known.costCredits,
    balanceCredits: told?.balanceCredits ?? known.balanceCredits,
    owedCredits: told ? (told.owedCredits ?? 0) : known.owedCredits,
    request,
  };
};

/** What is missing: what is owed is cleared first, by whatever comes. */
export const missingCredits = ({ costCredits, balanceCredits, owedCredits }: Shortage): number =>
  Math.max(0, costCredits + owedCredits - balanceCredits);

/** So many, as far as one purchase may have them. */
export const purchasable = (credits: number): number =>
  Math.min(PURCHASE_MAX_CREDITS, Math.max(PURCHASE_MIN_CREDITS, credits));
