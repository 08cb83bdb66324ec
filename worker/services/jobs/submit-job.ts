import type { Context } from '../../context.ts';
import type { SubmitOp, SubmitResult } from '../../ledger/account-ops.ts';
import type { Entry } from '../access/entry.ts';

/**
 * Asks the user's object to charge for a job and create it; with `entry`, to let the request in by the same call.
 * @throws AppError of the entry. Everything else is in the result: an object out of reach is `unavailable`.
 */
export const submitJob = async (
  ctx: Context,
  input: { userId: string; entry: Entry | undefined; op: Omit<SubmitOp, 'kind'> },
): Promise<SubmitResult> => {
  const { userId, entry, op } = input;
  const unreachable = (error: unknown) => {
    ctx.log.error('account_unreachable', error);
    return { ok: false, code: 'unavailable' } as const;
  };
  const account = ctx.account(userId);
  if (!entry) return account.submit(userId, op).catch(unreachable);
  const answer = await account.admitAndSubmit(userId, entry.request, op).catch(unreachable);
  if ('code' in answer) return answer;
  entry.settle(answer.admission);
  // Whoever is not let in has been told so by `settle`.
  return answer.submitted ?? { ok: false, code: 'unavailable' };
};
