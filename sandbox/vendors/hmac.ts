import { createHmac } from 'node:crypto';

/** An HMAC as the processors write it: hexadecimal, in lower case. */
export const hmacHex = (algorithm: 'sha256' | 'md5', secret: string, message: string): string =>
  createHmac(algorithm, secret).update(message).digest('hex');
