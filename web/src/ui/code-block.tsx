import { useLingui } from '@lingui/react/macro';
import { CopyButton } from './copy-button.tsx';

/** Text to be copied. A long line scrolls inside its box, also by keyboard; the button stays in its corner. */
export const CodeBlock = ({ code }: { code: string }) => {
  const { t } = useLingui();
  return (
    <div className="relative rounded-b-md border border-t-0 border-line bg-sunken">
      <section
        dir="ltr"
        aria-label={t`Code`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="min-h-40 overflow-x-auto p-5 pe-14"
      >
        <pre className="font-mono text-sm leading-6 text-ink">
          <code>{code}</code>
        </pre>
      </section>
      <div className="absolute end-2 top-2 rounded-sm bg-sunken">
        <CopyButton text={code} label={t`Copy`} />
      </div>
    </div>
  );
};
