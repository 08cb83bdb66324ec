import type { ComponentPropsWithRef } from 'react';
import { cx } from './cx.ts';
import { Input } from './field.tsx';

type CodeInputProps = Omit<ComponentPropsWithRef<'input'>, 'className'> & {
  /** Digits alone: they stand apart, and a phone shows its number pad. */
  digits?: boolean;
};

/** Where a code is typed that came by mail, or that another device shows; offered by keyboards that know it. */
export const CodeInput = ({ digits = true, ...rest }: CodeInputProps) => (
  <Input
    type="text"
    name="code"
    inputMode={digits ? 'numeric' : 'text'}
    autoComplete="one-time-code"
    autoCapitalize="none"
    enterKeyHint="go"
    dir="ltr"
    spellCheck={false}
    autoFocus
    {...rest}
    className={cx(
      'h-16 text-center font-mono text-2xl!',
      digits ? 'tracking-[0.35em] indent-[0.35em]' : 'tracking-wider',
    )}
  />
);
