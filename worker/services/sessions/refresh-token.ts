import { createHash } from 'node:crypto';

const SECRET_BYTES = 32;
const FORMAT = /^([0-9a-f-]{36})\.([A-Za-z0-9_-]{43})$/;

export type RefreshToken = { sessionId: string; token: string; hash: string };

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** A new refresh token of a session: its id and 256 random bits. Only the hash is stored. */
export const createRefreshToken = (sessionId: string): RefreshToken => {
  const secret = Buffer.from(crypto.getRandomValues(new Uint8Array(SECRET_BYTES))).toString('base64url');
  const token = `${sessionId}.${secret}`;
  return { sessionId, token, hash: hashOf(token) };
};

/** Reads a refresh token; undefined for a text that cannot be one. */
export const parseRefreshToken = (token: string): RefreshToken | undefined => {
  const sessionId = FORMAT.exec(token)?.[1];
  return sessionId ? { sessionId, token, hash: hashOf(token) } : undefined;
};
