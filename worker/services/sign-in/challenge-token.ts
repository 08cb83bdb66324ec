import { createHash } from 'node:crypto';

const SECRET_BYTES = 32;
const FORMAT = /^[A-Za-z0-9_-]{43}$/;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** A new challenge's token: 256 random bits, which need no signature. Only the hash is stored. */
export const createChallengeToken = (): { token: string; hash: string } => {
  const token = Buffer.from(crypto.getRandomValues(new Uint8Array(SECRET_BYTES))).toString('base64url');
  return { token, hash: hashOf(token) };
};

/** What a token is looked up by. Undefined for a text that cannot be one. */
export const hashChallengeToken = (token: string): string | undefined =>
  FORMAT.test(token) ? hashOf(token) : undefined;
