import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';

type SecretProps = { label: string; value: string; children?: ReactNode };

/** A text that is shown once: whole, to be copied by its button or by hand, with what to do with it below. */
export const Secret = ({ label, value, children }: SecretProps) => {
  const { t } = useLingui();
  return (
    <div className="grid min-w-0 gap-1.5">
      <span className="text-sm font-medium text-ink-2">{label}</span>
      <div className="flex items-start gap-2 rounded-sm border border-line bg-sunken py-1.5 ps-3 pe-1.5">
        <code
          dir="ltr"
          translate="no"
          className="min-w-0 grow py-1.5 font-mono text-sm wrap-anywhere text-ink select-all"
        >
          {value}
        </code>
        <CopyButton text={value} label={t`Copy: ${label}`} />
      </div>
      {children !== undefined && <p className="text-xs text-ink-3">{children}</p>}
    </div>
  );
};
