import type { CodeSent } from '../../api/wire.ts';

/** A code that is on its way. */
export type Sent = CodeSent & { sentAt: number };

const KEY = 'ozvena.sign-in';

/** Kept for this tab alone: a phone may drop the page while its owner reads the mail. */
export const keepSent = (sent: Sent | undefined): void => {
  try {
    if (sent === undefined) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(sent));
  } catch {
    // Without storage a dropped page begins with the address again.
  }
};

/** The code that was asked for before this page was loaded, while it can still be used. */
export const readSent = (now: number): Sent | undefined => {
  try {
    const { email, expiresAt, sentAt } = JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Partial<Sent>;
    if (typeof email !== 'string' || typeof expiresAt !== 'number' || typeof sentAt !== 'number') return undefined;
    return expiresAt > now ? { email, expiresAt, sentAt } : undefined;
  } catch {
    return undefined;
  }
};
