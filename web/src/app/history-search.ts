import type { HistoryType } from '../api/wire.ts';

const TYPES: readonly unknown[] = ['chat', 'image', 'audio', 'video'] satisfies HistoryType[];

export type HistorySearch = { type?: HistoryType; q?: string };

/** What of the history an address means. What is none of the kinds there are is left out. */
export const historySearchOf = ({ type, q }: Record<string, unknown>): HistorySearch => ({
  ...(TYPES.includes(type) ? { type: type as HistoryType } : {}),
  // The router reads `?q=7` as a number; what is looked for is a text.
  ...(q === undefined || q === null || q === '' ? {} : { q: String(q) }),
});
