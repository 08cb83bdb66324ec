/**
 * A UUID version 7 (RFC 9562): 48 bits of unix ms, then 74 random bits. Sorts by time, cannot be guessed.
 * @param now unix ms.
 */
export const newId = (now: number): string => {
  const time = now.toString(16).padStart(12, '0');
  // A random UUID has the random bits and the variant in their places already; only time and version differ.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`;
};
