import { useLingui } from '@lingui/react/macro';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from './icon-button.tsx';

const SHOWN_MS = 1_600;

/** Puts a text on the clipboard and says so in its own name, which screen readers announce. */
export const CopyButton = ({ text, label, className }: { text: string; label: string; className?: string }) => {
  const { t } = useLingui();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), SHOWN_MS);
  };
  const Icon = copied ? Check : Copy;
  return (
    <IconButton
      size="sm"
      label={copied ? t`Copied` : label}
      tooltip={copied ? t`Copied` : t`Copy`}
      icon={<Icon aria-hidden="true" className="size-3.5" />}
      onClick={() => void copy()}
      {...(className === undefined ? {} : { className })}
    />
  );
};
