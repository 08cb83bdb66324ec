import { lexer, type Token, type Tokens } from 'marked';
import { memo, useMemo } from 'react';
import { cx } from '../../ui/cx.ts';
import { CodeListing } from './code-listing.tsx';
import { Inline } from './inline.tsx';

/** The page and the turn have the headings above. */
const HEADINGS = ['h3', 'h4', 'h5', 'h6', 'h6', 'h6'] as const;
const SIZES = ['text-lg', 'text-base', 'text-base', 'text-sm', 'text-sm', 'text-sm'] as const;
const ALIGN = { left: 'text-start', right: 'text-end', center: 'text-center' } as const;

const Heading = ({ depth, tokens }: Tokens.Heading) => {
  const Tag = HEADINGS[depth - 1] ?? 'h6';
  return (
    <Tag className={cx('mt-2 font-semibold first:mt-0', SIZES[depth - 1])}>
      <Inline tokens={tokens} />
    </Tag>
  );
};

const Table = ({ header, rows, align }: Tokens.Table) => {
  const look = (column: number) => cx('px-3 py-2 align-top', ALIGN[align[column] ?? 'left']);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div tabIndex={0} className="overflow-x-auto rounded-md border border-line">
      <table className="w-full text-sm">
        <thead className="bg-sunken">
          <tr>
            {header.map(({ tokens }, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
              <th key={column} scope="col" className={cx(look(column), 'font-semibold')}>
                <Inline tokens={tokens} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
            <tr key={index} className="border-t border-line">
              {row.map(({ tokens }, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                <td key={column} className={look(column)}>
                  <Inline tokens={tokens} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const List = ({ ordered, start, items }: Tokens.List) => {
  const Tag = ordered ? 'ol' : 'ul';
  return (
    <Tag
      {...(ordered && start !== '' && start !== 1 ? { start: Number(start) } : {})}
      className={cx('grid gap-1 ps-6', ordered ? 'list-decimal' : 'list-disc marker:text-ink-3')}
    >
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an item is its place
        <li key={index} className={cx('min-w-0 ps-1', item.task && 'list-none')}>
          <Blocks tokens={item.tokens} />
        </li>
      ))}
    </Tag>
  );
};

const OneBlock = ({ token, isGrowing }: { token: Token; isGrowing: boolean }) => {
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'heading':
      return <Heading {...(token as Tokens.Heading)} />;
    case 'code': {
      const { text, lang } = token as Tokens.Code;
      return <CodeListing code={text} language={lang?.split(/\s/)[0]} isGrowing={isGrowing} />;
    }
    case 'list':
      return <List {...(token as Tokens.List)} />;
    case 'table':
      return <Table {...(token as Tokens.Table)} />;
    case 'hr':
      return <hr className="border-line" />;
    case 'checkbox':
      return (
        <input
          type="checkbox"
          disabled
          readOnly
          checked={(token as Tokens.Checkbox).checked}
          className="me-2 -ms-5 align-middle"
        />
      );
    case 'blockquote':
      return (
        <blockquote className="grid gap-3 border-s-2 border-line-strong ps-4 text-ink-2">
          <Blocks tokens={token.tokens} />
        </blockquote>
      );
    // The text of a tight list's item: no paragraph of its own.
    case 'text':
      return <Inline tokens={(token as Tokens.Text).tokens ?? [token]} />;
    default:
      return (
        <p className="wrap-anywhere whitespace-pre-line">
          <Inline tokens={'tokens' in token && token.tokens ? token.tokens : [token]} />
        </p>
      );
  }
};

/** Of an answer that grows, only what has changed is drawn anew: its last block. */
const Block = memo(OneBlock, (a, b) => a.token.raw === b.token.raw && a.isGrowing === b.isGrowing);

const Blocks = ({ tokens = [], isGrowing = false }: { tokens?: readonly Token[] | undefined; isGrowing?: boolean }) =>
  tokens.map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: blocks only ever follow at the end, and have no other name
    <Block key={index} token={token} isGrowing={isGrowing && index === tokens.length - 1} />
  ));

/**
 * Markdown as elements of the page. It is read by a parser and drawn by React: no markup in it takes effect, no picture is
 * loaded, and a link leads only to a page or a letter.
 */
export const Markdown = ({ text, isGrowing = false }: { text: string; isGrowing?: boolean }) => {
  const tokens = useMemo(() => lexer(text), [text]);
  return (
    <div dir="auto" className="grid min-w-0 gap-3 text-base *:min-w-0">
      <Blocks tokens={tokens} isGrowing={isGrowing} />
    </div>
  );
};
