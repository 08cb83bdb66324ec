import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHANGE_MAX_CREDITS, EMPTY_HEAD, hashRow, planRow } from '../../../worker/ledger/plan.ts';

const NOW = 1_800_000_000_000;
const grant = (changeCredits: number) => ({ id: 'g', kind: 'monthly_grant', changeCredits }) as const;

test('the first row starts the chain', () => {
  const planned = planRow('u', EMPTY_HEAD, grant(50), NOW);
  if (!planned.ok) throw new Error('refused');
  expect(planned.row).toMatchObject({ seq: 1, prevHash: '', balanceAfterCredits: 50, createdAt: NOW, jobId: null });
  expect(planned.head).toEqual({ seq: 1, balanceCredits: 50, hash: planned.row.hash });
});

test('a hash can be recomputed offline from the row alone', () => {
  const planned = planRow('u', { seq: 3, balanceCredits: 9, hash: 'before' }, grant(1), NOW);
  if (!planned.ok) throw new Error('refused');
  const fields = ['before', 'g', 'u', 4, 'monthly_grant', 1, 10, null, null, null, null, null, NOW];
  expect(planned.row.hash).toBe(createHash('sha256').update(JSON.stringify(fields)).digest('hex'));
});

test('every field of a row is part of its hash', () => {
  const planned = planRow('u', EMPTY_HEAD, grant(5), NOW);
  if (!planned.ok) throw new Error('refused');
  const { hash, ...row } = planned.row;
  const changed = Object.keys(row).map((key) => hashRow({ ...row, [key]: 'another' }));
  expect(new Set([hash, ...changed]).size).toBe(changed.length + 1);
});

test('a balance may reach zero and never go below', () => {
  const head = { seq: 1, balanceCredits: 5, hash: 'h' };
  const charge = (changeCredits: number) => ({ id: 'c', kind: 'charge', changeCredits, jobId: 'j' }) as const;
  expect(planRow('u', head, charge(-5), NOW)).toMatchObject({ ok: true, head: { balanceCredits: 0 } });
  expect(planRow('u', head, charge(-6), NOW)).toEqual({ ok: false, code: 'insufficient_credits', balanceCredits: 5 });
});

test.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, CHANGE_MAX_CREDITS + 1, -CHANGE_MAX_CREDITS - 1, 2 ** 53])(
  'a change of %d is a bug, not a row',
  (change) => {
    expect(() => planRow('u', EMPTY_HEAD, grant(change), NOW)).toThrow(RangeError);
  },
);

test('a free job is charged 0, not -0, so that every reader hashes alike', () => {
  const planned = planRow('u', EMPTY_HEAD, { id: 'c', kind: 'charge', changeCredits: -0, jobId: 'j' }, NOW);
  if (!planned.ok) throw new Error('refused');
  expect(Object.is(planned.row.changeCredits, 0)).toBe(true);
  expect(hashRow(JSON.parse(JSON.stringify(planned.row)))).toBe(planned.row.hash);
});

test('any run of changes keeps balance, number and chain', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1_000, max: 1_000 }), { maxLength: 60 }), (changes) => {
      let head = EMPTY_HEAD;
      let balance = 0;
      for (const change of changes) {
        const planned = planRow('u', head, { id: 'x', kind: 'adjustment', changeCredits: change }, NOW);
        expect(planned.ok).toBe(balance + change >= 0);
        if (!planned.ok) continue;
        balance += change;
        expect(planned.row.prevHash).toBe(head.hash);
        expect(planned.head).toMatchObject({ seq: head.seq + 1, balanceCredits: balance });
        head = planned.head;
      }
    }),
  );
});
