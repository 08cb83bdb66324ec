import {
  BorderStyle,
  ExternalHyperlink,
  HeadingLevel,
  type IParagraphOptions,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { lexer, type Token, type Tokens } from 'marked';

/** Word's own names of what is numbered, and how deep lists go. */
export const NUMBERED = 'numbered';
export const LIST_LEVELS = 9;
const MONO = 'Consolas';
const SHADE = 'F1F3F1';
/** Of a browser's schemes, those that lead to a page or a letter. */
const SAFE_LINK = /^(?:https?|mailto):/i;
const HEADINGS = [
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
  HeadingLevel.HEADING_5,
  HeadingLevel.HEADING_6,
  HeadingLevel.HEADING_6,
] as const;

type Look = { bold?: boolean; italics?: boolean; strike?: boolean; font?: string };
type Block = Paragraph | Table;
/** What a list is in: how deep, and which numbering goes on there. */
type Place = { level: number; indent: number };

const plain = (text: string, look: Look): TextRun[] =>
  text.split('\n').map((line, index) => new TextRun({ text: line, ...look, ...(index > 0 ? { break: 1 } : {}) }));

/** Entities that `marked` leaves in the text of inline tokens stand for themselves in a document. */
const inline = (tokens: readonly Token[] | undefined, look: Look = {}): ParagraphChild[] =>
  (tokens ?? []).flatMap((token): ParagraphChild[] => {
    switch (token.type) {
      case 'strong':
        return inline(token.tokens, { ...look, bold: true });
      case 'em':
        return inline(token.tokens, { ...look, italics: true });
      case 'del':
        return inline(token.tokens, { ...look, strike: true });
      case 'codespan':
        return plain((token as Tokens.Codespan).text, { ...look, font: MONO });
      case 'br':
        return [new TextRun({ text: '', break: 1 })];
      case 'link': {
        const { href } = token as Tokens.Link;
        const children = inline(token.tokens, look);
        return SAFE_LINK.test(href) ? [new ExternalHyperlink({ link: href, children })] : children;
      }
      case 'image':
        return plain((token as Tokens.Image).text, look);
      case 'escape':
        return plain((token as Tokens.Escape).text, look);
      default:
        return 'tokens' in token && token.tokens
          ? inline(token.tokens, look)
          : plain('text' in token ? String(token.text) : token.raw, look);
    }
  });

const code = ({ text }: Tokens.Code): Paragraph =>
  new Paragraph({
    children: plain(text, { font: MONO }),
    shading: { fill: SHADE },
    spacing: { before: 120, after: 120 },
  });

const table = ({ header, rows }: Tokens.Table): Table => {
  const cell = (tokens: readonly Token[], look: Look) =>
    new TableCell({ children: [new Paragraph({ children: inline(tokens, look) })] });
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [
      new TableRow({ tableHeader: true, children: header.map(({ tokens }) => cell(tokens, { bold: true })) }),
      ...rows.map((row) => new TableRow({ children: row.map(({ tokens }) => cell(tokens, {})) })),
    ],
  });
};

const list = (token: Tokens.List, place: Place, nextInstance: () => number): Block[] => {
  const level = Math.min(place.level, LIST_LEVELS - 1);
  const marks: Partial<IParagraphOptions> = token.ordered
    ? { numbering: { reference: NUMBERED, level, instance: nextInstance() } }
    : { bullet: { level } };
  return token.items.flatMap((item) => {
    const tick = item.task ? (item.checked ? '☑ ' : '☐ ') : '';
    const [first, ...rest] = item.tokens.filter(({ type }) => type !== 'space' && type !== 'checkbox');
    const opening = first && 'tokens' in first && first.type !== 'list' ? inline(first.tokens) : [];
    const head = new Paragraph({ ...marks, children: [...plain(tick, {}), ...opening] });
    const below = first && opening.length === 0 ? [first, ...rest] : rest;
    return [head, ...blocks(below, { ...place, level: place.level + 1 }, nextInstance)];
  });
};

const blocks = (tokens: readonly Token[], place: Place, nextInstance: () => number): Block[] =>
  tokens.flatMap((token): Block[] => {
    const indent = place.indent > 0 ? { indent: { left: 360 * place.indent } } : {};
    switch (token.type) {
      case 'space':
        return [];
      case 'heading':
        return [
          new Paragraph({
            heading: HEADINGS[(token as Tokens.Heading).depth - 1] ?? HeadingLevel.HEADING_6,
            children: inline(token.tokens),
          }),
        ];
      case 'code':
        return [code(token as Tokens.Code)];
      case 'list':
        return list(token as Tokens.List, place, nextInstance);
      case 'blockquote':
        return blocks(token.tokens ?? [], { ...place, indent: place.indent + 1 }, nextInstance);
      case 'hr':
        return [new Paragraph({ border: { bottom: { style: BorderStyle.SINGLE, size: 6, color: 'B8C0BA' } } })];
      case 'table':
        return [table(token as Tokens.Table)];
      default:
        return [
          new Paragraph({
            ...indent,
            spacing: { after: 120 },
            children:
              'tokens' in token && token.tokens
                ? inline(token.tokens)
                : plain('text' in token ? token.text : token.raw, {}),
          }),
        ];
    }
  });

/** Markdown as blocks of a document; markup in it is text like any other. Pure. */
export const toBlocks = (markdown: string, nextInstance: () => number): Block[] =>
  blocks(lexer(markdown), { level: 0, indent: 0 }, nextInstance);
