import { Trans } from '@lingui/react/macro';
import type { Token, Tokens } from 'marked';
import type { ReactNode } from 'react';

/** Of a browser's schemes, those that lead to a page or a letter. */
const SAFE_LINK = /^(?:https?|mailto):/i;

const LINK = 'underline decoration-line-strong underline-offset-2 hover:decoration-ink wrap-anywhere';

/** A way out of the house: in a tab of its own, which learns nothing of this one. */
const Way = ({ href, children }: { href: string; children: ReactNode }) =>
  SAFE_LINK.test(href) ? (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" className={LINK}>
      {children}
    </a>
  ) : (
    children
  );

const OneInline = ({ token }: { token: Token }) => {
  switch (token.type) {
    case 'strong':
      return (
        <strong className="font-semibold">
          <Inline tokens={token.tokens} />
        </strong>
      );
    case 'em':
      return (
        <em>
          <Inline tokens={token.tokens} />
        </em>
      );
    case 'del':
      return (
        <del>
          <Inline tokens={token.tokens} />
        </del>
      );
    case 'codespan':
      return (
        <code className="rounded-xs bg-sunken px-1 py-0.5 font-mono text-[0.9em] wrap-anywhere">
          {(token as Tokens.Codespan).text}
        </code>
      );
    case 'br':
      return <br />;
    case 'link':
      return (
        <Way href={(token as Tokens.Link).href}>
          <Inline tokens={token.tokens} />
        </Way>
      );
    // A picture would tell its server who reads this: it is a way there, and nothing is loaded.
    case 'image': {
      const { href, text } = token as Tokens.Image;
      return <Way href={href}>{text === '' ? <Trans>a picture</Trans> : text}</Way>;
    }
    default:
      if ('tokens' in token && token.tokens) return <Inline tokens={token.tokens} />;
      // Markup is text like any other.
      return 'text' in token ? String(token.text) : token.raw;
  }
};

/** What stands in a line of Markdown, as elements: nothing of it is ever parsed as HTML. */
export const Inline = ({ tokens = [] }: { tokens?: readonly Token[] | undefined }) =>
  tokens.map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: tokens only ever follow at the end, and have no other name
    <OneInline key={index} token={token} />
  ));
