/** The first and last byte asked for, both inclusive. */
export type ByteRange = { first: number; last: number };

const RANGE = /^bytes=(\d*)-(\d*)$/;

/**
 * Reads a `Range` header of one range (RFC 9110, section 14).
 * @returns the range; `whole` when there is none, or one in a form that a server may ignore (several ranges, another
 * unit); `unsatisfiable` when it lies beyond the end.
 */
export const parseRange = (header: string | undefined, sizeBytes: number): ByteRange | 'whole' | 'unsatisfiable' => {
  const match = header ? RANGE.exec(header.trim()) : undefined;
  if (!match || (match[1] === '' && match[2] === '')) return 'whole';
  const [, from = '', to = ''] = match;
  if (from === '') {
    const suffix = Number(to);
    return suffix === 0 ? 'unsatisfiable' : { first: Math.max(0, sizeBytes - suffix), last: sizeBytes - 1 };
  }
  const first = Number(from);
  const last = to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  if (to !== '' && Number(to) < first) return 'whole';
  return first >= sizeBytes ? 'unsatisfiable' : { first, last };
};
