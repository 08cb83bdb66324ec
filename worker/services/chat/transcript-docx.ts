import { AlignmentType, Document, HeadingLevel, LevelFormat, Packer, Paragraph, TextRun } from 'docx';
import { LIST_LEVELS, NUMBERED, toBlocks } from './docx-blocks.ts';
import type { Transcript } from './transcript.ts';

const levels = Array.from({ length: LIST_LEVELS }, (_, level) => ({
  level,
  format: LevelFormat.DECIMAL,
  text: `%${level + 1}.`,
  alignment: AlignmentType.START,
  style: { paragraph: { indent: { left: 720 * (level + 1), hanging: 360 } } },
}));

/** Somebody's own words, line by line as he wrote them. */
const asWritten = (text: string): Paragraph[] =>
  text.split('\n').map((line) => new Paragraph({ children: [new TextRun({ text: line, italics: true })] }));

/** A transcript as a Word document: answers with real headings, lists, tables and code. */
export const toDocx = async ({ title, contributions }: Transcript): Promise<Uint8Array<ArrayBuffer>> => {
  let instance = 0;
  // Each list that is numbered begins anew.
  const nextInstance = () => {
    instance += 1;
    return instance;
  };
  const document = new Document({
    title,
    creator: 'Ozvena',
    numbering: { config: [{ reference: NUMBERED, levels }] },
    sections: [
      {
        children: [
          new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(title)] }),
          ...contributions.flatMap(({ who, isAnswer, text }) => [
            new Paragraph({ heading: HeadingLevel.HEADING_1, children: [new TextRun(who)] }),
            ...(isAnswer ? toBlocks(text, nextInstance) : asWritten(text)),
          ]),
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toArrayBuffer(document));
};
