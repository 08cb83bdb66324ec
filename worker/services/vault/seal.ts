import { Buffer } from 'node:buffer';

/** A key-encryption key and the short name by which sealed values say which one they need. */
export type VaultKey = { id: string; bytes: Uint8Array<ArrayBuffer> };
/** `previous` opens what was sealed before the last rotation; only `current` seals. */
export type VaultKeys = { current: VaultKey; previous: VaultKey | undefined };

/** What a value is for and whose it is. It is bound to the value, so that a sealed one is of no use in another row. */
export type SealPurpose =
  | readonly ['second-factor', userId: string]
  | readonly ['provider-key', userId: string, provider: string]
  | readonly ['vendor-key', keyId: string]
  | readonly ['webhook-secret', userId: string, endpointId: string];

const VERSION = 'v1';
/** NIST SP 800-38D: 96 random bits, and far fewer than 2^32 values under one key. */
const IV_BYTES = 12;

/** A sealed value that does not open: another key's, another row's, or changed. Names no part of it. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
}

const importKey = (key: VaultKey, usage: 'encrypt' | 'decrypt') =>
  crypto.subtle.importKey('raw', key.bytes, 'AES-GCM', false, [usage]);

const additionalData = (keyId: string, purpose: SealPurpose) =>
  new TextEncoder().encode(JSON.stringify([VERSION, keyId, ...purpose]));

/** How every value begins that is sealed with the current key; what begins otherwise is due to be sealed again. */
export const sealedPrefix = (keys: VaultKeys): string => `${VERSION}.${keys.current.id}.`;

/** Seals a text with AES-256-GCM: `v1.<key id>.<IV>.<ciphertext and tag>`, the last two in base64url. */
export const seal = async (keys: VaultKeys, plaintext: string, purpose: SealPurpose): Promise<string> => {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const key = await importKey(keys.current, 'encrypt');
  const algorithm = { name: 'AES-GCM', iv, additionalData: additionalData(keys.current.id, purpose) };
  const sealed = await crypto.subtle.encrypt(algorithm, key, new TextEncoder().encode(plaintext));
  return `${sealedPrefix(keys)}${Buffer.from(iv).toString('base64url')}.${Buffer.from(sealed).toString('base64url')}`;
};

/** Opens what `seal` has sealed for the same purpose. @throws VaultError. */
export const open = async (keys: VaultKeys, sealed: string, purpose: SealPurpose): Promise<string> => {
  const [version, keyId, iv, ciphertext] = sealed.split('.');
  const vaultKey = [keys.current, keys.previous].find((candidate) => candidate?.id === keyId);
  if (version !== VERSION || !vaultKey || !iv || !ciphertext) throw new VaultError('no key for a sealed value');
  const key = await importKey(vaultKey, 'decrypt');
  const algorithm = {
    name: 'AES-GCM',
    iv: Buffer.from(iv, 'base64url'),
    additionalData: additionalData(vaultKey.id, purpose),
  };
  try {
    const plaintext = await crypto.subtle.decrypt(algorithm, key, Buffer.from(ciphertext, 'base64url'));
    return new TextDecoder().decode(plaintext);
  } catch (error) {
    throw new VaultError('a sealed value does not open', { cause: error });
  }
};
