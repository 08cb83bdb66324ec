import { Buffer } from 'node:buffer';
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

type Bytes = string | Uint8Array;

const DIGEST_BYTES = { sha256: 32, md5: 16 } as const;
type Algorithm = keyof typeof DIGEST_BYTES;

/** An HMAC as processors write it: hexadecimal, in lower case. A text is taken as UTF-8. */
export const signHex = (algorithm: Algorithm, secret: string, message: Bytes): string =>
  createHmac(algorithm, secret).update(message).digest('hex');

/** Whether a text is the HMAC of a message, written as `signHex` does. How long it takes tells nothing of where it differs. */
export const isSignedHex = (algorithm: Algorithm, secret: string, message: Bytes, given: string | null): boolean => {
  const expected = createHmac(algorithm, secret).update(message).digest();
  if (given === null || !/^[0-9a-f]+$/.test(given) || given.length !== 2 * DIGEST_BYTES[algorithm]) return false;
  return timingSafeEqual(expected, Buffer.from(given, 'hex'));
};

/** The id of an event whose processor gives it none: the same for the same facts, so of nothing that is not signed. */
export const eventIdOf = (...facts: (string | null)[]): string =>
  createHash('sha256').update(JSON.stringify(facts)).digest('hex');
