import { Trans } from '@lingui/react/macro';

export type ExampleName = {
  name: string;
  /** The language the name is in, where it is not that of the interface. */
  lang?: string | undefined;
};

type ExampleRowProps<Example extends ExampleName> = {
  examples: readonly Example[];
  onPick: (example: Example) => void;
  /** One of them is being fetched. */
  disabled?: boolean;
};

/** A row of beginnings; each fills the editor in one press. */
export const ExampleRow = <Example extends ExampleName>({
  examples,
  onPick,
  disabled = false,
}: ExampleRowProps<Example>) => (
  <fieldset
    disabled={disabled}
    className="flex min-w-0 flex-wrap items-center gap-1.5 touch:gap-2 disabled:opacity-45 max-sm:-mx-4 max-sm:basis-[calc(100%+2rem)] max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:px-4 max-sm:py-1 max-sm:[scrollbar-width:none]"
  >
    <legend className="sr-only">
      <Trans>Examples</Trans>
    </legend>
    {examples.map((example) => (
      <button
        key={example.name}
        lang={example.lang}
        type="button"
        onClick={() => onPick(example)}
        className="relative h-7 shrink-0 whitespace-nowrap touch:h-9 touch-reach-1 rounded-sm border border-line px-2.5 text-xs font-medium text-ink-2 hover:border-line-strong hover:text-ink"
      >
        {example.name}
      </button>
    ))}
  </fieldset>
);
