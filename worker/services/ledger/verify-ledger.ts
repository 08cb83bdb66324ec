import type { Context } from '../../context.ts';
import type { LedgerProof } from '../../contract/statement.ts';
import type { LedgerRow } from '../../ledger/postings.ts';
import { readAccountState } from '../../ledger/read.ts';
import { follows, readStatement } from '../../ledger/statement.ts';

/** Walks the user's own ledger from its first row: its chain of hashes, its running balance, and its sum. Reads only. */
export const verifyLedger = async (ctx: Context, userId: string): Promise<LedgerProof> => {
  let rows = 0;
  let sumCredits = 0;
  let brokenSeq: number | null = null;
  let last: LedgerRow | undefined;
  // The balance is read first: what is posted meanwhile is walked over, but is not part of what it says.
  const { account } = await readAccountState(ctx.db, userId);
  const head = account?.head ?? { seq: 0, balanceCredits: 0, hash: '' };
  for await (const page of readStatement(ctx.db, userId, {})) {
    for (const row of page) {
      if (row.seq > head.seq) break;
      if (brokenSeq === null && !follows(row, last)) brokenSeq = row.seq;
      rows += 1;
      sumCredits += row.changeCredits;
      last = row;
    }
  }
  const { balanceCredits } = head;
  const isSound = brokenSeq === null && sumCredits === balanceCredits && (last?.seq ?? 0) === head.seq;
  return { isSound, rows, sumCredits, balanceCredits, lastHash: last?.hash ?? null, brokenSeq };
};
