import { createHmac } from 'node:crypto';

/** Crockford's base32: no letter that is taken for a digit. 32 divides 256, so that every character is equally likely. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** 50 random bits: with ten tries an hour nobody finds one, and the key of the hash is not in the database. */
const CODE_CHARS = 10;
const FORMAT = new RegExp(`^[${ALPHABET}]{${CODE_CHARS}}$`);

/** A new recovery code, as it is shown: `8f3kz-q70mc`. */
export const createRecoveryCode = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(CODE_CHARS));
  const code = Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return `${code.slice(0, CODE_CHARS / 2)}-${code.slice(CODE_CHARS / 2)}`;
};

/** What was typed without what is typed differently: case, dashes, spaces, and letters for the digits they look like. */
const normalize = (text: string): string =>
  text.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');

/** Whether a text can be a recovery code, however it was typed. */
export const looksLikeRecoveryCode = (text: string): boolean => FORMAT.test(normalize(text));

/**
 * What is stored of a code. Keyed with the authenticator's secret, which is kept sealed and lives exactly as long as
 * the codes: a copied database gives none of them away, and no rotation of a key makes them useless.
 */
export const hashRecoveryCode = (totpSecret: string, code: string): string =>
  createHmac('sha256', totpSecret)
    .update(JSON.stringify(['recovery-code', normalize(code)]))
    .digest('hex');
