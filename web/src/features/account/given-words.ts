import { t } from '@lingui/core/macro';
import { FIRST_TOKEN_NAME } from '../../../../worker/contract/given-names.ts';

/** A device in the words of the interface. The server knows it by the English name of a browser, a system, or both. */
export const deviceInWords = (device: string): string => {
  if (device === 'Unknown device') return t`Unknown device`;
  const [browser = device, system] = device.split(' on ');
  return system === undefined ? device : t`${browser} on ${system}`;
};

/** A token's name as its owner gave it; the one that the house named itself is said in the interface's words. */
export const tokenNameInWords = (name: string): string => (name === FIRST_TOKEN_NAME ? t`First token` : name);
