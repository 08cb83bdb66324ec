import type { ReactNode } from 'react';
import type { Quote } from '../../api/wire.ts';
import { priceInWords, waitInWords } from '../editor/price-in-words.ts';

type ToolHeadProps = {
  title: string;
  quote: Quote | undefined;
  /** How the tool is worked with, beside its name. */
  children?: ReactNode;
  /** How much there is of what goes in. */
  count?: ReactNode;
};

/** Above the inputs: the tool by name, and what it would cost as things stand. */
export const ToolHead = ({ title, quote, children, count }: ToolHeadProps) => (
  <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pt-4 sm:px-6">
    <h1 className="text-xl font-semibold">{title}</h1>
    {children}
    <div className="ms-auto grid justify-items-end text-end text-xs text-ink-3">
      <p className="min-h-[1.125rem]">{quote && `${priceInWords(quote)} · ${waitInWords(quote)}`}</p>
      {count}
    </div>
  </div>
);
