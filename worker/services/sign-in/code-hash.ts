import { createHmac, timingSafeEqual } from 'node:crypto';
import { SIGN_IN_CODE_DIGITS } from '../../contract/limits.ts';

/** A random code, every one equally likely; drawn again beyond the largest multiple of a million. */
export const createCode = (): string => {
  const range = 10 ** SIGN_IN_CODE_DIGITS;
  const fairLimit = Math.floor(2 ** 32 / range) * range;
  for (;;) {
    const [drawn = fairLimit] = crypto.getRandomValues(new Uint32Array(1));
    if (drawn < fairLimit) return String(drawn % range).padStart(SIGN_IN_CODE_DIGITS, '0');
  }
};

/** What is stored of a code: of what it is for, for whom, and itself. Keyed, since a million plain hashes take a second. */
export const hashCode = (
  secret: string,
  ...parts:
    | ['sign-in-code', email: string, code: string]
    | ['email-change', userId: string, email: string, code: string]
): string => createHmac('sha256', secret).update(JSON.stringify(parts)).digest('hex');

/** Compares two hex digests of the same length in constant time. */
export const isSameHash = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a, 'hex'), Buffer.from(b, 'hex'));
