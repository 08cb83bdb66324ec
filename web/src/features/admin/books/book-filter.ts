import type { BookFilter } from '../../../api/wire.ts';

const textOf = (value: unknown): string | undefined =>
  value === undefined || value === null || value === '' ? undefined : String(value);
const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** By what the address of one of the operators' books narrows it. Whether a value is one of those there are, the server says. */
export const bookFilterOf = ({ status, processor, user, demo, from, to }: Record<string, unknown>): BookFilter => ({
  status: textOf(status),
  processor: textOf(processor),
  user: textOf(user),
  demo: typeof demo === 'boolean' ? demo : undefined,
  from: numberOf(from),
  to: numberOf(to),
});
