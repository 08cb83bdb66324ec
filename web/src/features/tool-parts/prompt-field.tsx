import { useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import { formatNumber } from '../../format.ts';
import { cx } from '../../ui/cx.ts';

type PromptFieldProps = {
  label: string;
  placeholder: string;
  value: string;
  maxChars: number;
  /** What the server says of it. */
  error: string | undefined;
  onChange: (text: string) => void;
  className?: string;
};

/** What is asked for, in the person's own words, set like the sentence it is. */
export const PromptField = ({ label, placeholder, value, maxChars, error, onChange, className }: PromptFieldProps) => {
  const { t } = useLingui();
  const id = useId();
  const noteId = useId();
  const isTooLong = value.length > maxChars;
  return (
    <div className={cx('flex min-w-0 flex-col', className)}>
      <label htmlFor={id} className="px-4 pt-4 text-sm font-medium text-ink-2 sm:px-6">
        {label}
      </label>
      <textarea
        id={id}
        dir="auto"
        value={value}
        placeholder={placeholder}
        aria-describedby={noteId}
        aria-invalid={isTooLong || error !== undefined || undefined}
        onChange={({ target }) => onChange(target.value)}
        className="min-h-28 w-full grow resize-none bg-transparent px-4 py-2 text-lg leading-8 text-ink caret-sound wrap-anywhere focus-visible:outline-none sm:px-6"
      />
      <p id={noteId} aria-live="polite" className="flex min-h-5 justify-between gap-4 px-4 text-xs sm:px-6">
        <span className="font-medium text-danger">{isTooLong ? t`This is too long.` : error}</span>
        <span className={isTooLong ? 'font-semibold text-danger' : 'text-ink-3'}>
          {formatNumber(value.length)} / {formatNumber(maxChars)}
        </span>
      </p>
    </div>
  );
};
