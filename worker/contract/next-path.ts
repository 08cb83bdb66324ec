/** Where one goes who did not say where. */
export const STUDIO_PATH = '/studio/speech';
/** Never a place to go on to: the door itself, and what is not a page. */
const NO_PAGE = /^\/(sign-in|auth|api|sandbox)(\/|$|\?|#)/;
// The browser reads a backslash as a slash and drops tabs and line ends, which makes a host out of "/\t/host".
const TRICKY = /[\\\p{Cc}]/u;
const BASE = 'https://ozvena.invalid';

/**
 * Where to go after signing in: a path of this very origin, or the studio. Anything that a browser could read as
 * another host is refused, before and after the dots in it are resolved.
 */
export const safeNext = (raw: string | null | undefined): string => {
  if (!raw?.startsWith('/') || raw.startsWith('//') || TRICKY.test(raw)) return STUDIO_PATH;
  let url: URL;
  try {
    url = new URL(raw, BASE);
  } catch {
    return STUDIO_PATH;
  }
  const path = `${url.pathname}${url.search}${url.hash}`;
  return url.origin !== BASE || path.startsWith('//') || NO_PAGE.test(path) ? STUDIO_PATH : path;
};
