import { EXPIRY_FIRST_NOTICE_MS, EXPIRY_LAST_NOTICE_MS, IDLE_EXPIRY_MS } from '../../contract/grants.ts';

/** What has been announced to an account: for which last activity, for what day, and how many of the two notices. */
export type Announced = { idleSince: number | null; expiresAt: number | null; notices: number };

/** An account whose turn to be looked at has come. Times in unix ms. */
export type IdleAccount = Announced & {
  userId: string;
  credits: number;
  isBlocked: boolean;
  /** Whether a plan is paid for it: whoever pays for credits each month or year does not lose them meanwhile. */
  hasPlan: boolean;
  lastActivityAt: number;
};

/** `checkAt` is when it is worth looking again. */
export type ExpiryStep =
  | { do: 'wait'; announced: Announced; checkAt: number }
  | { do: 'announce'; announced: Announced & { idleSince: number; expiresAt: number }; checkAt: number }
  | { do: 'expire'; idleSince: number };

const NOTHING: Announced = { idleSince: null, expiresAt: null, notices: 0 };

/**
 * What comes next for an account: nothing while it is used, two notices, then the end of its balance. Each step
 * keeps its distance from the one before it, so a run that comes late puts the day off and never forward. Pure.
 */
export const planExpiry = (account: IdleAccount, now: number): ExpiryStep => {
  const { lastActivityAt, credits, isBlocked, hasPlan, idleSince, expiresAt, notices } = account;
  const firstNoticeAt = lastActivityAt + IDLE_EXPIRY_MS - EXPIRY_FIRST_NOTICE_MS;
  if (now < firstNoticeAt) return { do: 'wait', announced: NOTHING, checkAt: firstNoticeAt };
  // Nothing to take or to be taken, or nobody who could prevent it: what changes in that is announced as long before as ever.
  if (credits === 0 || isBlocked || hasPlan)
    return { do: 'wait', announced: NOTHING, checkAt: now + EXPIRY_FIRST_NOTICE_MS };
  if (idleSince !== lastActivityAt || expiresAt === null) {
    const announcedFor = Math.max(lastActivityAt + IDLE_EXPIRY_MS, now + EXPIRY_FIRST_NOTICE_MS);
    const announced = { idleSince: lastActivityAt, expiresAt: announcedFor, notices: 1 };
    return { do: 'announce', announced, checkAt: announcedFor - EXPIRY_LAST_NOTICE_MS };
  }
  const announced = { idleSince, expiresAt, notices };
  if (notices < 2) {
    const lastNoticeAt = expiresAt - EXPIRY_LAST_NOTICE_MS;
    if (now < lastNoticeAt) return { do: 'wait', announced, checkAt: lastNoticeAt };
    const day = Math.max(expiresAt, now + EXPIRY_LAST_NOTICE_MS);
    return { do: 'announce', announced: { idleSince, expiresAt: day, notices: 2 }, checkAt: day };
  }
  return now < expiresAt ? { do: 'wait', announced, checkAt: expiresAt } : { do: 'expire', idleSince };
};
