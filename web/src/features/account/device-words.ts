import { t } from '@lingui/core/macro';

/** A device in the words of the interface. The server knows it by the English name of a browser, a system, or both. */
export const deviceInWords = (device: string): string => {
  if (device === 'Unknown device') return t`Unknown device`;
  const [browser = device, system] = device.split(' on ');
  return system === undefined ? device : t`${browser} on ${system}`;
};
