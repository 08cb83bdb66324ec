import { useLingui } from '@lingui/react/macro';
import { type ReactNode, useEffect, useState } from 'react';
import { CopyButton } from '../../ui/copy-button.tsx';
import type { Painted } from './highlight.ts';

/** Longer code is shown as it is: to colour it would hold up the page. */
const PAINTED_MAX_CHARS = 20_000;

const draw = (painted: readonly Painted[]): ReactNode =>
  painted.map((part, index) =>
    typeof part === 'string' ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the code does not change, and its parts have no names
      <span key={index} className={part.className}>
        {draw(part.parts)}
      </span>
    ),
  );

/** The code with its words set apart; undefined until that is known, or where the language is not. */
const usePainted = (code: string, language: string | undefined, isGrowing: boolean): readonly Painted[] | undefined => {
  const [painted, setPainted] = useState<{ code: string; parts: readonly Painted[] | undefined }>();
  const isWanted = language !== undefined && !isGrowing && code.length <= PAINTED_MAX_CHARS;
  useEffect(() => {
    if (!isWanted) return;
    let isOver = false;
    // Without it the code reads as well.
    import('./highlight.ts')
      .then(({ paint }) => isOver || setPainted({ code, parts: paint(code, language) }))
      .catch(() => undefined);
    return () => {
      isOver = true;
    };
  }, [code, language, isWanted]);
  return painted?.code === code ? painted.parts : undefined;
};

type CodeListingProps = {
  code: string;
  language: string | undefined;
  /** It is still being written. */
  isGrowing: boolean;
};

/** Code in an answer: named, to be copied, and scrolled by itself. */
export const CodeListing = ({ code, language, isGrowing }: CodeListingProps) => {
  const { t } = useLingui();
  const painted = usePainted(code, language, isGrowing);
  return (
    <div dir="ltr" className="min-w-0 rounded-md border border-line bg-sunken">
      <div className="flex h-9 items-center justify-between border-b border-line ps-4 pe-1">
        <span className="truncate font-mono text-xs text-ink-3">{language ?? t`text`}</span>
        <CopyButton text={code} label={t`Copy the code`} />
      </div>
      <section
        aria-label={t`Code`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="overflow-x-auto p-4"
      >
        <pre className="font-mono text-sm leading-6 text-ink">
          <code>{painted ? draw(painted) : code}</code>
        </pre>
      </section>
    </div>
  );
};
