import { Trans, useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import { TEXT_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import { formatNumber } from '../../format.ts';
import { cx } from '../../ui/cx.ts';
import { EXAMPLES, type Example } from './examples.ts';

type ScriptEditorProps = {
  text: string;
  chars: number;
  error: string | undefined;
  onText: (text: string) => void;
  onExample: (example: Example) => void;
};

/** The script, set like something to be read aloud, and a few to begin with. */
export const ScriptEditor = ({ text, chars, error, onText, onExample }: ScriptEditorProps) => {
  const { t } = useLingui();
  const id = useId();
  const noteId = useId();
  const tooLong = chars > TEXT_MAX_CHARS;
  return (
    <div className="flex min-h-[22rem] min-w-0 grow flex-col">
      <div className="flex items-baseline justify-between gap-4 px-4 pt-5 sm:px-6">
        <h1 className="text-xl font-semibold">
          <Trans>Speech</Trans>
        </h1>
        <span className={cx('text-xs whitespace-nowrap', tooLong ? 'font-semibold text-danger' : 'text-ink-3')}>
          {formatNumber(chars)} / {formatNumber(TEXT_MAX_CHARS)}
        </span>
      </div>
      <label htmlFor={id} className="sr-only">
        <Trans>Script</Trans>
      </label>
      <textarea
        id={id}
        dir="auto"
        value={text}
        onChange={(event) => onText(event.target.value)}
        placeholder={t`Write or paste a script.`}
        aria-describedby={noteId}
        aria-invalid={error !== undefined || undefined}
        className="scroll-fade min-h-60 scroll-py-6 w-full grow resize-none bg-transparent px-4 py-5 text-lg leading-8 text-ink caret-sound wrap-anywhere focus-visible:outline-none sm:px-6 sm:py-6"
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pb-4 sm:px-6">
        <fieldset className="flex min-w-0 grow flex-wrap items-center gap-1.5">
          <legend className="sr-only">
            <Trans>Examples</Trans>
          </legend>
          {EXAMPLES.map((example) => (
            <button
              key={example.text}
              lang={typeof example.name === 'string' ? example.language : undefined}
              type="button"
              onClick={() => onExample(example)}
              className="h-7 rounded-sm border border-line px-2.5 text-xs font-medium text-ink-2 hover:border-line-strong hover:text-ink"
            >
              {typeof example.name === 'string' ? example.name : t(example.name)}
            </button>
          ))}
        </fieldset>
        <p id={noteId} aria-live="polite" className="ms-auto min-h-4 max-w-full text-xs font-medium text-danger">
          {error}
        </p>
      </div>
    </div>
  );
};
