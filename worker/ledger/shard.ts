import { createHash } from 'node:crypto';

/**
 * Name of the LedgerWriter that posts for a user. One user's postings always meet in the same one.
 * @param writers how many there are, from the setting LEDGER_WRITERS; with one, nothing is hashed.
 */
export const writerNameOf = (userId: string, writers: string): string => {
  const count = Number(writers);
  if (!(count > 1)) return 'writer-0';
  return `writer-${createHash('sha256').update(userId).digest().readUInt32BE(0) % count}`;
};
