import { describe, expect, it } from 'vitest';
import { ApiError, apiErrorOf, isTransient, messageOf, offlineError } from '../../../web/src/api/api-error.ts';

const problem = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });

const base = { type: 'about:blank', title: 'No', status: 402, detail: 'Too few.', requestId: 'req_1' };

describe('apiErrorOf', () => {
  it('keeps everything a problem says', async () => {
    const error = await apiErrorOf(
      problem(402, { ...base, code: 'insufficient_credits', costCredits: 9, balanceCredits: 4 }),
    );
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      code: 'insufficient_credits',
      status: 402,
      detail: 'Too few.',
      requestId: 'req_1',
      costCredits: 9,
      balanceCredits: 4,
      errors: [],
    });
  });

  it('keeps the faulty fields with their pointers', async () => {
    const errors = [{ pointer: '/text', code: 'text_empty', message: 'There is nothing to speak in the text.' }];
    const error = await apiErrorOf(problem(422, { ...base, status: 422, code: 'validation_failed', errors }));
    expect(error.errors).toEqual(errors);
  });

  it('reads a page of some proxy as unreadable, with the request id of the header', async () => {
    const error = await apiErrorOf(problem(502, '<html>Bad gateway</html>', { 'x-request-id': 'req_2' }));
    expect(error).toMatchObject({ code: 'unreadable', status: 502, requestId: 'req_2' });
    expect(error.detail).toContain('502');
  });

  it.each([['null'], ['"text"'], ['{"code":7,"detail":"x"}'], ['{"code":"internal"}'], ['']])(
    'does not mistake %s for a problem',
    async (body) => {
      expect((await apiErrorOf(problem(500, body))).code).toBe('unreadable');
    },
  );

  it('takes the wait from the body, else from the header, else says none', async () => {
    const limited = { ...base, code: 'guest_limit_reached' };
    const wait = async (body: unknown, headers?: Record<string, string>) =>
      (await apiErrorOf(problem(429, body, headers))).retryAfterSeconds;
    expect(await wait({ ...limited, retryAfterSeconds: 60 }, { 'retry-after': '90' })).toBe(60);
    expect(await wait(limited, { 'retry-after': '90' })).toBe(90);
    expect(await wait(limited, { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' })).toBeUndefined();
    expect(await wait(limited)).toBeUndefined();
  });
});

describe('isTransient', () => {
  it('is true for what may pass by itself, and for nothing else', async () => {
    const of = async (status: number, code: string) =>
      isTransient(await apiErrorOf(problem(status, { ...base, code })));
    expect(isTransient(offlineError())).toBe(true);
    expect(await of(503, 'unavailable')).toBe(true);
    expect(await of(429, 'rate_limited')).toBe(true);
    expect(await of(429, 'guest_limit_reached')).toBe(false);
    expect(await of(402, 'insufficient_credits')).toBe(false);
    expect(isTransient(new Error('a bug of the page'))).toBe(false);
  });
});

describe('messageOf', () => {
  it('puts a known code in words of its own', async () => {
    const broke = await apiErrorOf(
      problem(402, { ...base, code: 'insufficient_credits', costCredits: 9, balanceCredits: 4 }),
    );
    expect(messageOf(broke)).toBe('This costs 9 credits, and your balance is 4.');
    const limited = await apiErrorOf(problem(429, { ...base, code: 'rate_limited', retryAfterSeconds: 240 }));
    expect(messageOf(limited)).toBe('Too many tries. Try again in 4 min.');
  });

  it('says what is wrong with the first faulty field', async () => {
    const errors = [{ pointer: '/code', code: 'wrong_code', message: 'No.' }];
    const refused = await apiErrorOf(problem(422, { ...base, code: 'validation_failed', errors }));
    expect(messageOf(refused)).toBe('This code is wrong or has run out. Look again, or ask for a new one.');
  });

  it('leaves a server that is newer than the page its own words', async () => {
    const unknown = await apiErrorOf(problem(409, { ...base, code: 'moon_in_the_way' }));
    expect(messageOf(unknown)).toBe('Too few.');
    const errors = [{ pointer: '/text', code: 'text_too_blue', message: 'Less blue, please.' }];
    const field = await apiErrorOf(problem(422, { ...base, code: 'validation_failed', errors }));
    expect(messageOf(field)).toBe('Less blue, please.');
  });

  it('repeats the server and hides a bug', () => {
    expect(messageOf(offlineError())).toMatch(/could not be reached/i);
    expect(messageOf(new TypeError('x is not a function'))).not.toContain('function');
  });
});
