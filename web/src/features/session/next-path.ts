const STUDIO = '/studio/speech';
/** Never a place to go on to: the door itself, and what is not a page. */
const NO_PAGE = /^\/(sign-in|api|sandbox)(\/|$|\?|#)/;
// The browser reads a backslash as a slash and drops tabs and line ends, which makes a host out of "/\t/host".
const TRICKY = /[\\\p{Cc}]/u;
const BASE = 'https://ozvena.invalid';

/**
 * Where to go after signing in: a path of this very origin, or the studio. Anything that a browser could read as
 * another host is refused, before and after the dots in it are resolved.
 */
export const safeNext = (raw: string | null | undefined): string => {
  if (!raw?.startsWith('/') || raw.startsWith('//') || TRICKY.test(raw)) return STUDIO;
  let url: URL;
  try {
    url = new URL(raw, BASE);
  } catch {
    return STUDIO;
  }
  const path = `${url.pathname}${url.search}${url.hash}`;
  return url.origin !== BASE || path.startsWith('//') || NO_PAGE.test(path) ? STUDIO : path;
};

/** The address of the sign-in page that brings one back to `from`. */
export const signInPath = (from: string): string => {
  const next = safeNext(from);
  return next === STUDIO ? '/sign-in' : `/sign-in?${new URLSearchParams({ next })}`;
};

/** The page one is on. */
export const herePath = (): string => `${location.pathname}${location.search}${location.hash}`;
