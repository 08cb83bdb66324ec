import { expect, test } from 'vitest';
import { ApiError, type ApiErrorCode, apiErrorOf } from '../../../web/src/api/api-error.ts';
import type { JobRequest } from '../../../web/src/api/job-request.ts';
import { isShortage, missingCredits, purchasable, shortageOf } from '../../../web/src/features/checkout/shortage.ts';

const REQUEST: JobRequest = {
  to: 'jobs',
  body: { clientJobId: 'one', module: 'image', params: { prompt: 'A lighthouse' } },
};

const refusal = (facts: Record<string, unknown>): Promise<ApiError> =>
  apiErrorOf(
    Response.json({ type: 'about:blank', title: 'No', status: 402, detail: 'No.', ...facts }, { status: 402 }),
  );

test('what the refusal tells counts more than what the page knew', async () => {
  const error = await refusal({ code: 'insufficient_credits', costCredits: 900, balanceCredits: 40 });
  const shortage = shortageOf(REQUEST, { costCredits: 800, balanceCredits: 700, owedCredits: 9 }, error);
  expect(shortage).toEqual({ costCredits: 900, balanceCredits: 40, owedCredits: 0, request: REQUEST });
  expect(missingCredits(shortage)).toBe(860);
});

test('before anything was sent, what the page knows is missing', () => {
  expect(missingCredits(shortageOf(REQUEST, { costCredits: 800, balanceCredits: 300, owedCredits: 0 }))).toBe(500);
});

test('what the page knows to be owed is bought as well, before anything was sent', () => {
  expect(missingCredits(shortageOf(REQUEST, { costCredits: 5, balanceCredits: 0, owedCredits: 2_045 }))).toBe(2_050);
});

test('what is owed is bought as well, since it is cleared first', async () => {
  const error = await refusal({ code: 'credits_owed', owedCredits: 250 });
  const shortage = shortageOf(REQUEST, { costCredits: 30, balanceCredits: 0, owedCredits: 0 }, error);
  expect(shortage.owedCredits).toBe(250);
  expect(missingCredits(shortage)).toBe(280);
});

test.each([
  [1, 100],
  [100, 100],
  [860, 860],
  [90_001, 90_000],
])('of %i missing, %i can be bought at once', (missing, credits) => {
  expect(purchasable(missing)).toBe(credits);
});

test.each<[ApiErrorCode, boolean]>([
  ['insufficient_credits', true],
  ['credits_owed', true],
  ['token_cap_reached', false],
  ['rate_limited', false],
])('credits are offered after %s: %s', (code, isOffered) => {
  expect(isShortage(new ApiError({ code, status: 402, detail: '' }))).toBe(isOffered);
});
