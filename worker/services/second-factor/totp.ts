import { createHmac } from 'node:crypto';
import { Secret, TOTP } from 'otpauth/bare';
import { TOTP_DIGITS } from '../../contract/limits.ts';

const ISSUER = 'Ozvena';
/** What every authenticator app takes (RFC 6238 with its defaults): SHA-1, TOTP_DIGITS, a new code every 30 s. */
const ALGORITHM = 'SHA1';
const PERIOD_SECONDS = 30;
/** Steps before and after the present one whose codes are taken, for clocks that are a little off. */
const WINDOW_STEPS = 1;
/** RFC 4226 recommends 160 bits. */
const SECRET_BYTES = 20;

const hmac = (_algorithm: string, key: Uint8Array, message: Uint8Array): Uint8Array =>
  createHmac('sha1', key).update(message).digest();

const totpOf = (secret: string, label: string): TOTP =>
  new TOTP({
    issuer: ISSUER,
    label,
    secret: Secret.fromBase32(secret),
    algorithm: ALGORITHM,
    digits: TOTP_DIGITS,
    period: PERIOD_SECONDS,
    hmac,
  });

/** A new random secret, in base32 as people type it. */
export const createTotpSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

/** The `otpauth://` address that an authenticator app reads out of a QR code. */
export const totpAddress = (secret: string, label: string): string => totpOf(secret, label).toString();

/**
 * The time step whose code this is, within WINDOW_STEPS of the present one; undefined when it is none of them.
 * @param now unix ms.
 */
export const findTotpStep = (secret: string, code: string, now: number): number | undefined => {
  const delta = totpOf(secret, '').validate({ token: code, timestamp: now, window: WINDOW_STEPS });
  return delta === null ? undefined : TOTP.counter({ period: PERIOD_SECONDS, timestamp: now }) + delta;
};
