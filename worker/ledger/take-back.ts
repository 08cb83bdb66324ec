import { creditsGivenBack } from '../contract/refund-share.ts';

/** A refund with its payment: how much of that was given back before it, and what was taken for it. */
export type TakeBackTerms = {
  paymentId: string;
  provider: string;
  /** The processor's own id of the payment. */
  orderId: string;
  credits: number;
  amountMinor: number;
  /** How much this refund is. */
  refundMinor: number;
  refundedMinor: number;
  /** For what was given back before: taken from the balance and owed, together. */
  returnedCredits: number;
  /** Where it is made already: what was taken for it. */
  made: { takenCredits: number; owedCredits: number } | null;
};

/** What a refund takes, and how its payment stands after it. */
export const shareOf = (
  terms: TakeBackTerms,
): { credits: number; after: Pick<TakeBackTerms, 'refundedMinor' | 'returnedCredits'> } => {
  const refundedMinor = terms.refundedMinor + terms.refundMinor;
  const returnedCredits = creditsGivenBack(terms, refundedMinor);
  return { credits: returnedCredits - terms.returnedCredits, after: { refundedMinor, returnedCredits } };
};

type TermsRow = Omit<TakeBackTerms, 'made'> & { refundId: string; takenCredits: number | null; owedCredits: number };

/** The terms of these refunds of a user, by refund. In his object, which posts one group at a time, they hold until it has. */
export const readTakings = async (
  db: D1Database,
  userId: string,
  refundIds: string[],
): Promise<Map<string, TakeBackTerms>> => {
  const { results } = await db
    .prepare(
      `SELECT r.id AS refundId, p.id AS paymentId, p.processor AS provider, p.processor_payment_id AS orderId,
          p.credits, p.amount_minor AS amountMinor, r.amount_minor AS refundMinor, p.refunded_minor AS refundedMinor,
          (SELECT COALESCE(SUM(m.taken_credits + m.owed_credits), 0) FROM refunds m
            WHERE m.payment_id = p.id AND m.status = 'made') AS returnedCredits,
          iif(r.status = 'made', r.taken_credits, NULL) AS takenCredits, r.owed_credits AS owedCredits
        FROM refunds r JOIN payments p ON p.id = r.payment_id
        WHERE r.user_id = ?1 AND r.id IN (SELECT value FROM json_each(?2))`,
    )
    .bind(userId, JSON.stringify(refundIds))
    .all<TermsRow>();
  return new Map(
    results.map(({ refundId, takenCredits, owedCredits, ...terms }) => [
      refundId,
      { ...terms, made: takenCredits === null ? null : { takenCredits, owedCredits } },
    ]),
  );
};
