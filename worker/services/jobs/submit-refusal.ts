import { AppError, unavailable } from '../../errors.ts';
import type { SubmitResult } from '../../ledger/account-ops.ts';

/**
 * The error that tells a caller why his job was not taken.
 * @param keyPointer where his key of the request stands.
 */
export const refusalOf = (refused: Extract<SubmitResult, { ok: false }>, keyPointer: string): AppError => {
  switch (refused.code) {
    case 'insufficient_credits':
      return new AppError(
        'insufficient_credits',
        `This costs ${refused.costCredits} credits; there are ${refused.balanceCredits}.`,
        { costCredits: refused.costCredits, balanceCredits: refused.balanceCredits },
      );
    case 'token_cap_reached':
      return new AppError(
        'token_cap_reached',
        `This costs ${refused.costCredits} credits; this token may spend ${refused.leftCredits} more.`,
        { costCredits: refused.costCredits },
      );
    case 'credits_owed':
      return new AppError(
        'credits_owed',
        `A payment was given back after its credits were spent: ${refused.owedCredits} are owed before anything new is made.`,
        { owedCredits: refused.owedCredits },
      );
    case 'daily_cap_reached': {
      const { capOf, costCredits, capCredits, spentCredits, endsAt } = refused;
      return new AppError(
        'daily_cap_reached',
        `This costs ${costCredits} credits; ${spentCredits} of the ${capCredits} that this ${capOf} may spend in a day (UTC) are spent.`,
        { capOf, costCredits, capCredits, spentCredits, endsAt },
      );
    }
    case 'idempotency_conflict':
      return new AppError('idempotency_conflict', 'This key was used for another request.', {
        errors: [{ pointer: keyPointer, code: 'invalid', message: 'Used already, with other parameters.' }],
      });
    case 'account_blocked':
      return new AppError('account_blocked', 'This account is suspended.');
    case 'not_found':
      return new AppError('unauthenticated', 'This account does not exist any more.');
    case 'unavailable':
      return unavailable();
  }
};
