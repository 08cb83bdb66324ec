import type { TextUnit } from '../../worker/providers/provider.ts';

/** A text, what one call takes, and the pieces that come of it. `unit` is characters unless said. */
export type SplitCase = {
  name: string;
  language: string;
  limit: number;
  text: string;
  pieces: string[];
  unit?: TextUnit;
  overhead?: number;
};

/** Where the splitter has to cut. Node and workerd are asked the same, since each brings its own Unicode tables. */
export const SPLIT_CASES: readonly SplitCase[] = [
  { name: 'a text that fits stays whole', language: 'en', limit: 11, text: 'Hello. You.', pieces: ['Hello. You.'] },
  { name: 'one character less cuts it', language: 'en', limit: 10, text: 'Hello. You.', pieces: ['Hello.', 'You.'] },
  {
    name: 'white space is in no piece',
    language: 'en',
    limit: 6,
    text: ' \n Hi.  \t You. \n',
    pieces: ['Hi.', 'You.'],
  },
  { name: 'nothing gives no piece', language: 'en', limit: 6, text: '', pieces: [] },
  { name: 'white space gives no piece', language: 'en', limit: 6, text: ' \n\u00a0\u3000', pieces: [] },
  {
    name: 'a long gap costs nothing',
    language: 'en',
    limit: 3,
    text: `Hi.${' '.repeat(99)}Yo.`,
    pieces: ['Hi.', 'Yo.'],
  },
  {
    name: 'English: titles, initials and numbers hold',
    language: 'en',
    limit: 60,
    text: 'Dr. Smith met Mr. Jones, e.g. at 3.14 St. Petersburg. He left! "Really?" she said. J. R. R. Tolkien wrote it.',
    pieces: [
      'Dr. Smith met Mr. Jones, e.g. at 3.14 St. Petersburg.',
      'He left! "Really?" she said. J. R. R. Tolkien wrote it.',
    ],
  },
  {
    name: 'English: an abbreviation holds even where the sentence is cut',
    language: 'en',
    limit: 20,
    text: 'We were walking with Dr. Smith to the lake',
    pieces: ['We were walking with', 'Dr. Smith to the', 'lake'],
  },
  {
    name: 'Ukrainian: abbreviations, a grouped number, a dash',
    language: 'uk',
    limit: 30,
    text: 'Це рис. 3 і т. д. А далі — інше речення. Так? Ні! м. Київ, вул. Хрещатик. 1 000 000,50 грн.',
    pieces: ['Це рис. 3 і т. д. А далі —', 'інше речення. Так? Ні!', 'м. Київ,', 'вул. Хрещатик. 1 000 000,50', 'грн.'],
  },
  {
    name: 'German: ordinals, low quotes',
    language: 'de',
    limit: 32,
    text: 'Am 3. Oktober 1990 war es so weit. „Endlich!“ Dann kam z. B. Hans.',
    pieces: ['Am 3. Oktober 1990 war es so', 'weit. „Endlich!“', 'Dann kam z. B. Hans.'],
  },
  {
    name: 'Hindi: the danda ends a sentence',
    language: 'hi',
    limit: 20,
    text: 'मेरा नाम राम है। आप कैसे हैं? मैं ठीक हूँ।',
    pieces: ['मेरा नाम राम है।', 'आप कैसे हैं?', 'मैं ठीक हूँ।'],
  },
  {
    name: 'Arabic: its own question mark and semicolon',
    language: 'ar',
    limit: 12,
    text: 'كيف حالك؟ أنا بخير. شكرا لك؛ نعم يا صديقي',
    pieces: ['كيف حالك؟', 'أنا بخير.', 'شكرا لك؛', 'نعم يا صديقي'],
  },
  {
    name: 'Thai: a space ends a clause',
    language: 'th',
    limit: 20,
    text: 'สวัสดีครับ ผมชื่อสมชาย ยินดีที่ได้รู้จัก',
    pieces: ['สวัสดีครับ', 'ผมชื่อสมชาย', 'ยินดีที่ได้รู้จัก'],
  },
  {
    name: 'Thai: words come from the dictionary',
    language: 'th',
    limit: 8,
    text: 'ผมชื่อสมชาย',
    pieces: ['ผมชื่อ', 'สมชาย'],
  },
  {
    name: 'Chinese: no spaces, brackets stay with what they hold',
    language: 'zh',
    limit: 10,
    text: '今天天气很好。“我们去公园吧！”他说。好？今天天气很好，我们去公园吧',
    pieces: ['今天天气很好。', '“我们去公园吧！”', '他说。好？', '今天天气很好，', '我们去公园吧'],
  },
  {
    name: 'Japanese: corner brackets, words from the dictionary',
    language: 'ja',
    limit: 12,
    text: '吾輩は猫である。「どこで？」と聞いた。吾輩は猫であるとはまだ無い',
    pieces: ['吾輩は猫である。', '「どこで？」と聞いた。', '吾輩は猫であるとはまだ', '無い'],
  },
  {
    name: 'a wrapped line ends no sentence, a heading does',
    language: 'en',
    limit: 31,
    text: 'It was a dark\nand stormy night\nChapter 1\n\nHello',
    pieces: ['It was a dark\nand stormy night', 'Chapter 1\n\nHello'],
  },
  {
    name: 'a long sentence is cut after a clause',
    language: 'en',
    limit: 22,
    text: 'When the rain stopped, we went on (all of us) to see',
    pieces: ['When the rain stopped,', 'we went on (all of us)', 'to see'],
  },
  {
    name: 'a thousands comma ends no clause',
    language: 'en',
    limit: 18,
    text: 'It cost us 1,000,000 in all',
    pieces: ['It cost us', '1,000,000 in all'],
  },
  {
    name: 'a tag that fits is not cut at its space',
    language: 'en',
    limit: 16,
    text: 'and so it [laughs aloud] ran',
    pieces: ['and so it', '[laughs aloud]', 'ran'],
  },
  {
    name: 'a compound is cut at its hyphen before a word is torn',
    language: 'en',
    limit: 10,
    text: 'mother-in-law',
    pieces: ['mother-in-', 'law'],
  },
  {
    name: 'a word over the limit is cut between characters',
    language: 'en',
    limit: 4,
    text: 'abcdefghij',
    pieces: ['abcd', 'efgh', 'ij'],
  },
  {
    name: 'a family is one character',
    language: 'en',
    limit: 8,
    text: 'ab👨‍👩‍👧‍👦cd',
    pieces: ['ab', '👨‍👩‍👧‍👦', 'cd'],
  },
  {
    name: 'an accent stays on its letter',
    language: 'en',
    limit: 3,
    text: 'ae\u0323\u0301b',
    pieces: ['a', 'e\u0323\u0301', 'b'],
  },
  { name: 'a syllable of Devanagari holds', language: 'hi', limit: 4, text: 'कक्षिक', pieces: ['क', 'क्षि', 'क'] },
  {
    name: 'a grapheme over the limit is cut into code points',
    language: 'en',
    limit: 2,
    text: 'e\u0323\u0301',
    pieces: ['e\u0323', '\u0301'],
  },
  {
    name: 'bytes: Cyrillic letters take two',
    language: 'uk',
    limit: 8,
    unit: 'utf8_bytes',
    text: 'Так. Ні.',
    pieces: ['Так.', 'Ні.'],
  },
  {
    name: 'bytes: an emoji takes four',
    language: 'en',
    limit: 9,
    unit: 'utf8_bytes',
    text: '😀😀😀',
    pieces: ['😀😀', '😀'],
  },
  {
    name: 'Han counts two, the full stop and Latin one',
    language: 'zh',
    limit: 5,
    unit: 'han2',
    text: '好吗。ab。',
    pieces: ['好吗。', 'ab。'],
  },
  {
    name: 'the overhead is taken off each piece',
    language: 'en',
    limit: 10,
    overhead: 6,
    text: 'Hi. Yo.',
    pieces: ['Hi.', 'Yo.'],
  },
];
