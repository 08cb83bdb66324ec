/** How long a person waits before asking for another code. */
export const RESEND_AFTER_MS = 30_000;

/** Six digits out of whatever was typed or pasted: "123 456", "Your code: 123-456". */
export const digitsOf = (text: string, digits: number): string => text.replace(/\D/gu, '').slice(0, digits);

/** Good enough to be sent; whether it exists, the mail will show. */
export const looksLikeEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(text.trim());
