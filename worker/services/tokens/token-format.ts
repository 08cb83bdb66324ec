import { createHash } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const TOKEN_CHARS = 43;
const HINT_CHARS = 4;
/** Largest multiple of 62 within a byte: bytes above it are thrown away, so that every character is equally likely. */
const FAIR_BYTE_LIMIT = 248;
const FORMAT = /^ozv-[0-9A-Za-z]{43}$/;

/** A new API token (G-01): `ozv-` and 43 base62 characters, 256 random bits. Shown once, never stored. */
export const createToken = (): string => {
  let token = '';
  while (token.length < TOKEN_CHARS) {
    for (const byte of crypto.getRandomValues(new Uint8Array(TOKEN_CHARS))) {
      if (byte < FAIR_BYTE_LIMIT && token.length < TOKEN_CHARS) token += ALPHABET[byte % ALPHABET.length];
    }
  }
  return `ozv-${token}`;
};

/** The last characters, by which a person tells his tokens apart: 24 of 256 bits, of no use to a guesser. */
export const hintOf = (token: string): string => token.slice(-HINT_CHARS);

/** What is stored of a token, and looked up by. Undefined for a text that cannot be one. */
export const hashToken = (token: string): string | undefined =>
  FORMAT.test(token) ? createHash('sha256').update(token).digest('hex') : undefined;
