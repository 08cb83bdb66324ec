import { Trans, useLingui } from '@lingui/react/macro';
import { FileText, Timer } from 'lucide-react';
import { type DragEvent, useId, useRef, useState } from 'react';
import { formatSeconds } from '../../format.ts';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { ExampleRow } from '../editor/example-row.tsx';
import { EXAMPLES, type Example } from './examples.ts';
import type { ScriptField } from './use-script-field.ts';

const PAUSES_SECONDS = [0.3, 0.5, 1, 1.5, 2, 3, 5] as const;
/** A longer text is not looked through for spelling: the browser would do it at each key. */
const SPELLING_MAX_CHARS = 20_000;

const TOOL =
  '-mx-2 inline-flex h-8 touch:h-11 items-center gap-1.5 rounded-sm px-2 text-xs font-medium text-ink-2 hover:bg-sunken hover:text-ink';

type ScriptEditorProps = {
  field: ScriptField;
  isEmpty: boolean;
  chars: number;
  error: string | undefined;
  onFile: (file: File) => void;
  onExample: (example: Example) => void;
};

/** The script, set like something to be read aloud; a file may be dropped on it. */
export const ScriptEditor = ({ field, isEmpty, chars, error, onFile, onExample }: ScriptEditorProps) => {
  const { t } = useLingui();
  const id = useId();
  const noteId = useId();
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    onFile(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is a shortcut of the button below
    <div
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        const to = event.relatedTarget;
        if (!(to instanceof Node) || !event.currentTarget.contains(to)) setOver(false);
      }}
      onDrop={drop}
      className="relative flex min-h-[22rem] min-w-0 grow flex-col"
    >
      <label htmlFor={id} className="sr-only">
        <Trans>Script</Trans>
      </label>
      <textarea
        id={id}
        ref={field.ref}
        dir="auto"
        onInput={field.onInput}
        spellCheck={chars <= SPELLING_MAX_CHARS}
        placeholder={t`Write or paste a script, or drop a text file here.`}
        aria-describedby={noteId}
        aria-invalid={error !== undefined || undefined}
        className="scroll-fade min-h-60 sm:min-h-48 scroll-py-6 w-full grow resize-none bg-transparent px-4 py-5 text-lg leading-8 text-ink caret-sound wrap-anywhere focus-visible:outline-none sm:px-6 sm:py-6"
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pb-4 touch:gap-y-1 touch:pb-3 sm:px-6">
        {isEmpty ? <Examples onExample={onExample} /> : <PauseMenu onPause={field.insert} />}
        <FileButton onFile={onFile} />
        <p id={noteId} aria-live="polite" className="ms-auto min-h-4 max-w-full text-xs font-medium text-danger">
          {error}
        </p>
      </div>
      {isOver && (
        <div className="pointer-events-none absolute inset-2 grid place-items-center rounded-md border-2 border-dashed border-sound-ink bg-sound-wash/85 text-base font-semibold">
          <Trans>Drop the text file here</Trans>
        </div>
      )}
    </div>
  );
};

const Examples = ({ onExample }: Pick<ScriptEditorProps, 'onExample'>) => {
  const { t } = useLingui();
  return (
    <ExampleRow
      examples={EXAMPLES.map((example) => ({
        name: typeof example.name === 'string' ? example.name : t(example.name),
        lang: typeof example.name === 'string' ? example.language : undefined,
        example,
      }))}
      onPick={({ example }) => onExample(example)}
    />
  );
};

/** Writes a pause into the script where the cursor stands. */
export const PauseMenu = ({ onPause }: { onPause: (marker: string) => void }) => {
  const { t } = useLingui();
  return (
    <Menu
      label={t`Length of the pause`}
      side="above"
      trigger={(props) => (
        <button type="button" {...props} className={TOOL}>
          <Timer aria-hidden="true" className="size-3.5" />
          <Trans context="in a script">Pause</Trans>
        </button>
      )}
    >
      {PAUSES_SECONDS.map((seconds) => (
        <MenuItem key={seconds} onSelect={() => onPause(`[pause ${seconds}s]`)}>
          {formatSeconds(seconds)}
        </MenuItem>
      ))}
    </Menu>
  );
};

const FileButton = ({ onFile }: Pick<ScriptEditorProps, 'onFile'>) => {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" onClick={() => input.current?.click()} className={TOOL}>
        <FileText aria-hidden="true" className="size-3.5" />
        <Trans>Open a text file</Trans>
      </button>
      <input
        ref={input}
        type="file"
        accept=".txt,.md,text/plain"
        hidden
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) onFile(file);
          // The same file may be opened again.
          target.value = '';
        }}
      />
    </>
  );
};
