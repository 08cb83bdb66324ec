import { createHash } from 'node:crypto';
import type { LedgerDraft, LedgerHead, LedgerRow } from './postings.ts';

/** The head of an account that has no row yet. */
export const EMPTY_HEAD: LedgerHead = { seq: 0, balanceCredits: 0, hash: '' };

/** Largest change of one row. Keeps every sum of a lifetime well inside the exact integers. */
export const CHANGE_MAX_CREDITS = 1_000_000_000;

/**
 * Hash of one row: lower-case hex SHA-256 over the JSON array of its fields in this order, the hash of the row
 * before it first. Anybody can recompute it offline from a statement.
 */
export const hashRow = (row: Omit<LedgerRow, 'hash'>): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        row.prevHash,
        row.id,
        row.userId,
        row.seq,
        row.kind,
        row.changeCredits,
        row.balanceAfterCredits,
        row.jobId,
        row.provider,
        row.orderId,
        row.adminId,
        row.reason,
        row.createdAt,
      ]),
    )
    .digest('hex');

export type PlannedRow =
  | { ok: true; row: LedgerRow; head: LedgerHead }
  | { ok: false; code: 'insufficient_credits'; balanceCredits: number };

/**
 * Turns a draft into the user's next row. Pure.
 * @returns the row and the head after it, or `insufficient_credits` when the balance would go below zero.
 * @throws RangeError when the change is not a whole number within ±CHANGE_MAX_CREDITS: a bug, never a user's input.
 */
export const planRow = (userId: string, head: LedgerHead, draft: LedgerDraft, now: number): PlannedRow => {
  const { changeCredits } = draft;
  if (!Number.isSafeInteger(changeCredits) || Math.abs(changeCredits) > CHANGE_MAX_CREDITS) {
    throw new RangeError(`change_credits ${changeCredits} is not a whole number of credits`);
  }
  const balanceAfterCredits = head.balanceCredits + changeCredits;
  if (balanceAfterCredits < 0) return { ok: false, code: 'insufficient_credits', balanceCredits: head.balanceCredits };
  const unhashed = {
    id: draft.id,
    userId,
    seq: head.seq + 1,
    kind: draft.kind,
    // Negating a free job's cost gives -0, which JSON writes as 0: normalize, so that every reader hashes alike.
    changeCredits: changeCredits + 0,
    balanceAfterCredits,
    jobId: draft.jobId ?? null,
    provider: draft.provider ?? null,
    orderId: draft.orderId ?? null,
    adminId: draft.adminId ?? null,
    reason: draft.reason ?? null,
    prevHash: head.hash,
    createdAt: now,
  };
  const row = { ...unhashed, hash: hashRow(unhashed) };
  return { ok: true, row, head: { seq: row.seq, balanceCredits: balanceAfterCredits, hash: row.hash } };
};
