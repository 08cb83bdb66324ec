import { ApiError, messageOf } from '../../api/api-error.ts';
import { formatUntil } from '../../format.ts';

/** How long a person waits before asking for another code. */
export const RESEND_AFTER_MS = 30_000;

/** What went wrong at the door. The server's own sentence, except where it can be said more exactly here. */
export const faultInWords = (error: unknown): string => {
  if (!(error instanceof ApiError)) return messageOf(error);
  if (error.code === 'rate_limited' && error.retryAfterSeconds !== undefined) {
    return `Too many tries. Try again in ${formatUntil(error.retryAfterSeconds * 1_000, 0)}.`;
  }
  return messageOf(error);
};

/** Six digits out of whatever was typed or pasted: "123 456", "Your code: 123-456". */
export const digitsOf = (text: string, digits: number): string => text.replace(/\D/gu, '').slice(0, digits);

/** Good enough to be sent; whether it exists, the mail will show. */
export const looksLikeEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(text.trim());
