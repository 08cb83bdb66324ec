import { STUDIO_PATH, safeNext } from '../../../../worker/contract/next-path.ts';

/** The address of the sign-in page that brings one back to `from`. */
export const signInPath = (from: string): string => {
  const next = safeNext(from);
  return next === STUDIO_PATH ? '/sign-in' : `/sign-in?${new URLSearchParams({ next })}`;
};

/** The page one is on. */
export const herePath = (): string => `${location.pathname}${location.search}${location.hash}`;
