import { type ComponentPropsWithRef, createContext, type ReactNode, useContext, useId } from 'react';
import { cx } from './cx.ts';

type FieldIds = { control: string; describedBy: string | undefined; invalid: boolean };
const FieldContext = createContext<FieldIds | undefined>(undefined);

/** The ids that tie a control to its label, hint and error; undefined outside a Field. */
export const useField = (): FieldIds | undefined => useContext(FieldContext);

type FieldProps = {
  label: string;
  /** Kept for screen readers and taken from sight, where the layout already says it. */
  labelHidden?: boolean;
  hint?: ReactNode;
  error?: string | undefined;
  /** Beside the label, for a counter or a reset. */
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** Label, control, hint and error as one thing. The error takes the hint's line: nothing moves. */
export const Field = ({ label, labelHidden = false, hint, error, aside, className, children }: FieldProps) => {
  const control = useId();
  const note = useId();
  const hasNote = error !== undefined || hint !== undefined;
  return (
    <FieldContext value={{ control, describedBy: hasNote ? note : undefined, invalid: error !== undefined }}>
      <div className={cx('grid min-w-0 gap-1.5', className)}>
        <div className={cx('flex items-baseline justify-between gap-3', labelHidden && !aside && 'sr-only')}>
          <label
            htmlFor={control}
            className={labelHidden ? 'sr-only' : 'min-w-0 text-sm font-medium text-ink-2 wrap-anywhere'}
          >
            {label}
          </label>
          {aside}
        </div>
        {children}
        {hasNote && (
          <p
            id={note}
            aria-live={error ? 'polite' : undefined}
            className={cx('text-xs wrap-anywhere', error ? 'font-medium text-danger' : 'text-ink-3')}
          >
            {error ?? hint}
          </p>
        )}
      </div>
    </FieldContext>
  );
};

/** The look of every box one writes or picks in. */
export const controlClass = cx(
  'min-w-0 rounded-sm border border-line-strong bg-raised text-ink transition-colors duration-150',
  'hover:border-ink-2 focus-visible:border-sound-ink focus-visible:outline-1 focus-visible:outline-offset-0',
  'disabled:opacity-45 disabled:hover:border-line-strong aria-invalid:border-danger',
);

/** One line of text. */
export const Input = ({ className, ...rest }: ComponentPropsWithRef<'input'>) => {
  const field = useField();
  return (
    <input
      id={field?.control}
      aria-describedby={field?.describedBy}
      aria-invalid={field?.invalid || undefined}
      dir="auto"
      {...rest}
      className={cx(controlClass, 'h-10 w-full px-3 text-base touch:h-11', className)}
    />
  );
};

/** Many lines of text, in whichever direction they are written. */
export const Textarea = ({ className, ...rest }: ComponentPropsWithRef<'textarea'>) => {
  const field = useField();
  return (
    <textarea
      id={field?.control}
      aria-describedby={field?.describedBy}
      aria-invalid={field?.invalid || undefined}
      dir="auto"
      {...rest}
      className={cx(controlClass, 'w-full resize-none px-3 py-2.5 text-base', className)}
    />
  );
};
