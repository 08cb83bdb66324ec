import { LEDGER_KINDS, type LedgerKind } from '../contract/money.ts';

/** The accounts of the house. Every row moves a person's balance and, by its kind, one of these. */
export const ACCOUNTS = ['issuance', 'gifts', 'corrections', 'sales', 'use', 'expiry'] as const;
export type Account = (typeof ACCOUNTS)[number];

const ACCOUNT_OF: Record<LedgerKind, Account> = {
  signup_grant: 'issuance',
  monthly_grant: 'issuance',
  gift: 'gifts',
  adjustment: 'corrections',
  subscription_grant: 'sales',
  purchase: 'sales',
  payment_refund: 'sales',
  charge: 'use',
  settle: 'use',
  refund: 'use',
  expiry: 'expiry',
};

/** What has gone through an account so far: credits put into circulation, negative where they were taken out of it. */
export type AccountFigure = { account: Account; rows: number; credits: number };

/** `outstandingCredits` is what people hold, which the house owes in work: all accounts together. */
export type Books = { accounts: AccountFigure[]; outstandingCredits: number };

/** One statement, so that nothing is posted between the two sides of the books. */
export const BOOKS_SQL = `SELECT l.kind, COUNT(*) AS row_count, SUM(l.change_credits) AS credits,
  (SELECT SUM(credits) FROM users) AS outstanding FROM credit_ledger l GROUP BY l.kind`;

/** Credits only come by these accounts, and only go by these; sales and corrections know both ways. */
const WAY: Partial<Record<Account, 1 | -1>> = { issuance: 1, gifts: 1, use: -1, expiry: -1 };

const isKnown = (kind: string): kind is LedgerKind => (LEDGER_KINDS as readonly string[]).includes(kind);

/** Closes the books over the answer to `BOOKS_SQL`: the figures, and what in them does not fit together. Pure. */
export const closeBooks = (byKind: readonly Record<string, unknown>[]): Books & { faults: string[] } => {
  const outstandingCredits = Number(byKind[0]?.outstanding ?? 0);
  const figures = new Map<Account, AccountFigure>(
    ACCOUNTS.map((account) => [account, { account, rows: 0, credits: 0 }]),
  );
  const faults: string[] = [];
  for (const { kind, row_count: rows, credits } of byKind) {
    const figure = isKnown(String(kind)) ? figures.get(ACCOUNT_OF[kind as LedgerKind]) : undefined;
    if (!figure) {
      faults.push(`no account takes rows of the kind ${kind}`);
      continue;
    }
    figure.rows += Number(rows);
    figure.credits += Number(credits);
  }
  const accounts = [...figures.values()];
  const total = accounts.reduce((sum, { credits }) => sum + credits, 0);
  if (total !== outstandingCredits) faults.push(`the accounts sum to ${total}, the balances to ${outstandingCredits}`);
  for (const { account, credits } of accounts) {
    if (credits * (WAY[account] ?? 0) < 0) faults.push(`${account} stands at ${credits}`);
  }
  return { accounts, outstandingCredits, faults };
};
