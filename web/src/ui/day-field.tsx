import { Field, Input } from './field.tsx';

/** A day of a date field, and back. Days are UTC, as the books are. */
const toDay = (at: number | undefined): string => (at === undefined ? '' : new Date(at).toISOString().slice(0, 10));
const fromDay = (day: string): number | undefined => (day === '' ? undefined : Date.parse(day));

type DayFieldProps = { label: string; at: number | undefined; onAt: (at: number | undefined) => void };

/** A day, UTC. */
export const DayField = ({ label, at, onAt }: DayFieldProps) => (
  <Field label={label} className="max-sm:min-w-0 max-sm:flex-1">
    <Input
      type="date"
      dir="ltr"
      className="text-sm!"
      value={toDay(at)}
      onChange={(event) => onAt(fromDay(event.target.value))}
    />
  </Field>
);
