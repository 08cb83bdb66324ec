/** Joins class names and drops what is absent, so that conditions read in place. */
export const cx = (...names: Array<string | false | null | undefined>): string => names.filter(Boolean).join(' ');
