import { expect, test } from 'vitest';
import { LEDGER_KINDS } from '../../../worker/contract/money.ts';
import { closeBooks } from '../../../worker/ledger/accounts.ts';

const kind = (name: string, credits: number, outstanding: number, rows = 1) => ({
  kind: name,
  credits,
  outstanding,
  row_count: rows,
});

test('the accounts hold each kind once, and together they are what people hold', () => {
  const { accounts, outstandingCredits, faults } = closeBooks([
    kind('signup_grant', 10_000, 9_500, 2),
    kind('monthly_grant', 500, 9_500),
    kind('charge', -900, 9_500, 3),
    kind('refund', 100, 9_500),
    kind('expiry', -200, 9_500),
  ]);
  expect(faults).toEqual([]);
  expect(outstandingCredits).toBe(9_500);
  expect(Object.fromEntries(accounts.map(({ account, credits, rows }) => [account, [credits, rows]]))).toEqual({
    issuance: [10_500, 3],
    gifts: [0, 0],
    corrections: [0, 0],
    sales: [0, 0],
    use: [-800, 4],
    expiry: [-200, 1],
  });
});

test('every kind has its account, and empty books are in order', () => {
  for (const name of LEDGER_KINDS) {
    const { accounts } = closeBooks([kind(name, 7, 7)]);
    expect(accounts.reduce((sum, { credits }) => sum + credits, 0)).toBe(7);
  }
  expect(closeBooks([])).toMatchObject({ outstandingCredits: 0, faults: [] });
});

test('books that do not sum up, a kind that no account takes, and an account that went the wrong way are faults', () => {
  expect(closeBooks([kind('signup_grant', 10, 11)]).faults).toEqual(['the accounts sum to 10, the balances to 11']);
  expect(closeBooks([kind('theft', 0, 0)]).faults).toEqual(['no account takes rows of the kind theft']);
  expect(closeBooks([kind('expiry', 5, 5)]).faults).toEqual(['expiry stands at 5']);
});
