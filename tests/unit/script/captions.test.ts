import fc from 'fast-check';
import { parseText } from 'media-captions';
import { expect, test } from 'vitest';
import { buildCaptions, type Captions } from '../../../worker/script/captions/build-captions.ts';
import { countColumns } from '../../../worker/script/captions/columns.ts';
import type { SpokenPiece } from '../../../worker/script/captions/timeline.ts';
import { toSrt, toVtt } from '../../../worker/script/captions/write-captions.ts';

const piece = (text: string, durationMs = 10_000, own: Partial<SpokenPiece> = {}): SpokenPiece => ({
  text,
  startMs: 0,
  durationMs,
  ...own,
});
const linesOf = (text: string, language: string, durationMs?: number) =>
  buildCaptions([piece(text, durationMs)], language).cues.map(({ lines }) => lines);

/** What a player reads; it decodes what was escaped. */
const read = async (type: 'srt' | 'vtt', file: string) => {
  const { cues, errors } = await parseText(file, { type, strict: true, errors: true });
  expect(errors).toEqual([]);
  return cues.map((cue) => ({
    startMs: Math.round(cue.startTime * 1_000),
    endMs: Math.round(cue.endTime * 1_000),
    text: cue.text,
  }));
};

const decode = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

test('columns: ideographs and pictures are two, marks and joiners none', () => {
  expect(countColumns('aй ß')).toBe(4);
  expect(countColumns('好、カ한！😀')).toBe(12);
  expect(countColumns('e\u0301กี่')).toBe(2);
});

test.each([
  ['en', 'He left.', [['He left.']]],
  [
    'en',
    'He left the house in the early morning and was gone.',
    [['He left the house in the', 'early morning and was gone.']],
  ],
  ['en', 'He left. She stayed. Nobody asked.', [['He left. She stayed. Nobody asked.']]],
  ['en', 'He left.\nShe stayed.', [['He left.'], ['She stayed.']]],
  [
    'uk',
    'Садок вишневий коло хати, хрущі над вишнями гудуть.',
    [['Садок вишневий коло хати,', 'хрущі над вишнями гудуть.']],
  ],
  [
    'zh',
    '今天天气很好，我们去公园吧，然后一起吃饭，看电影。',
    [['今天天气很好，我们去公园吧，', '然后一起吃饭，看电影。']],
  ],
  [
    'ja',
    '「どこで生れたかとんと見当がつかぬ」と、彼はいった。',
    [['「どこで生れたかとんと見当', 'がつかぬ」と、彼はいった。']],
  ],
  ['th', 'ผมเป็นคนไทยที่อาศัยอยู่ในกรุงเทพมหานครและทำงาน', [['ผมเป็นคนไทยที่อาศัยอยู่ในกรุงเทพมหานครและทำงาน']]],
  ['ar', 'كيف حالك اليوم يا صديقي؟ أنا بخير والحمد لله.', [['كيف حالك اليوم يا صديقي؟', 'أنا بخير والحمد لله.']]],
])('%s: %s', (language, text, lines) => {
  expect(linesOf(text, language, 5_000)).toEqual(lines);
});

test('two lines that take long to be spoken are shown one after the other', () => {
  expect(linesOf('He left the house in the early morning and was gone.', 'en', 12_000)).toEqual([
    ['He left the house in the'],
    ['early morning and was gone.'],
  ]);
});

const words = (...times: [string, number, number][]) =>
  times.map(([text, startMs, endMs]) => ({ text, startMs, endMs }));

test('with word times a cue begins with its first word and ends with its last', () => {
  const spoken = piece('One two.\nThree four!', 5_000, {
    startMs: 10_000,
    words: words(['One', 120, 400], ['two', 450, 2_000], ['Three', 2_500, 2_900], ['four', 3_000, 4_100]),
  });
  expect(buildCaptions([spoken], 'en')).toEqual({
    aligned: 'word',
    cues: [
      { startMs: 10_120, endMs: 12_000, lines: ['One two.'] },
      { startMs: 12_500, endMs: 14_100, lines: ['Three four!'] },
    ],
  });
});

test('a word that the vendor spells otherwise takes its time from its neighbours', () => {
  const spoken = piece('It cost 3 coins.\nNo more.', 5_000, {
    words: words(
      ['It', 0, 100],
      ['cost', 100, 500],
      ['three', 500, 900],
      ['coins', 900, 1_500],
      ['No', 2_000, 2_300],
      ['more', 2_300, 2_600],
    ),
  });
  const { aligned, cues } = buildCaptions([spoken], 'en');
  expect(aligned).toBe('word');
  expect(cues.map(({ startMs }) => startMs)).toEqual([0, 2_000]);
});

test('word times of another text, or that run backwards, are not believed', () => {
  const other = words(['Lorem', 0, 500], ['ipsum', 500, 900], ['One', 900, 1_000]);
  const backwards = words(['One', 900, 1_000], ['two', 100, 200], ['three', 50, 80], ['four', 10, 20]);
  for (const list of [other, backwards, []]) {
    expect(buildCaptions([piece('One two. three four', 5_000, { words: list })], 'en').aligned).toBe('sentence');
  }
});

test('captions are by word only if every piece is', () => {
  const timed = piece('One.', 1_000, { words: words(['One', 0, 900]) });
  expect(buildCaptions([timed, piece('Two.', 1_000, { startMs: 1_000 })], 'en').aligned).toBe('sentence');
});

test('without word times sentences share the measured time of their piece', () => {
  const first = piece('Short one.\nThis sentence is three times longer.', 4_000, { startMs: 1_000 });
  const second = piece('And this follows.', 2_000, { startMs: 7_000 });
  const { cues } = buildCaptions([first, second], 'en');
  expect(cues.map(({ startMs }) => startMs)).toEqual([
    1_000,
    expect.toSatisfy((ms) => ms > 1_900 && ms < 2_700),
    7_000,
  ]);
  expect(cues[1]?.endMs).toBeLessThanOrEqual(5_000);
});

test('a short cue stays for a second where nothing follows, and no longer where something does', () => {
  const { cues } = buildCaptions([piece('Why?\nHm.', 600)], 'en');
  expect(cues[0]?.endMs).toBe(cues[1]?.startMs);
  expect(cues[1]).toMatchObject({ endMs: (cues[1]?.startMs ?? 0) + 1_000 });
});

test('nothing spoken makes no cues', () => {
  expect(buildCaptions([], 'en')).toEqual({ aligned: 'sentence', cues: [] });
});

const at = (startMs: number, endMs: number, ...lines: string[]): Captions => ({
  aligned: 'word',
  cues: [{ startMs, endMs, lines }],
});

test('SubRip as it is written everywhere', () => {
  const captions: Captions = {
    aligned: 'sentence',
    cues: [
      { startMs: 0, endMs: 999, lines: ['One'] },
      { startMs: 3_723_004, endMs: 3_725_050, lines: ['Two', 'three'] },
    ],
  };
  expect(toSrt(captions)).toBe(
    '1\n00:00:00,000 --> 00:00:00,999\nOne\n\n2\n01:02:03,004 --> 01:02:05,050\nTwo\nthree\n',
  );
});

test('WebVTT says how it was aligned', () => {
  expect(toVtt(at(59_999, 60_000, 'One'))).toBe(
    'WEBVTT\n\nNOTE aligned by word\n\n00:00:59.999 --> 00:01:00.000\nOne\n',
  );
});

test('days of speech keep their hours', () => {
  expect(toSrt(at(100 * 3_600_000, 360_061_001, 'One'))).toContain('100:00:00,000 --> 100:01:01,001');
});

test('what looks like markup or an arrow is text', async () => {
  const line = 'a <b> & "c" --> d';
  const [vtt] = await read('vtt', toVtt(at(0, 1_000, line)));
  expect(toVtt(at(0, 1_000, line))).toContain('a &lt;b&gt; &amp; "c" --&gt; d');
  expect(decode(vtt?.text ?? '')).toBe(line);
  expect(toSrt(at(0, 1_000, line)).split('-->')).toHaveLength(2);
  expect(await read('srt', toSrt(at(0, 1_000, line)))).toHaveLength(1);
});

const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'He said: ',
        'nothing. ',
        'Dr. Smith, ',
        '& <so on> ',
        '今天天气很好。',
        'สวัสดีครับ ',
        'Київ — ',
        '\n',
        '\n\n',
        'किताब। ',
        '"What?" ',
      ),
      fc.lorem({ mode: 'sentences', maxCount: 2 }).map((text) => `${text} `),
      fc.string({ unit: 'grapheme', maxLength: 60 }).filter((text) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => `Hi ${parts.join('')}`);
const anyPieces = fc
  .array(fc.tuple(anyText, fc.integer({ min: 1, max: 60_000 })), { minLength: 1, maxLength: 4 })
  .map((list) => {
    let startMs = 0;
    return list.map(([text, durationMs]) => {
      const one = piece(text, durationMs, { startMs });
      startMs += durationMs;
      return one;
    });
  });

test('any script: lines are short, times grow, no text is lost', () => {
  fc.assert(
    fc.property(anyPieces, fc.constantFrom('en', 'uk', 'zh', 'th', 'ja', 'hi'), (pieces, language) => {
      const { cues } = buildCaptions(pieces, language);
      for (const [index, { startMs, endMs, lines }] of cues.entries()) {
        expect(lines.length).toBeLessThanOrEqual(2);
        for (const line of lines) expect(countColumns(line)).toBeLessThanOrEqual(42);
        expect(endMs).toBeGreaterThan(startMs);
        expect(cues[index + 1]?.startMs ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(endMs);
      }
      const bare = (text: string) => text.replaceAll(/\s/gu, '');
      expect(bare(cues.flatMap(({ lines }) => lines).join(''))).toBe(bare(pieces.map(({ text }) => text).join('')));
    }),
    { numRuns: 200 },
  );
}, 30_000);

test('any script: a player reads back the same cues from either file', async () => {
  await fc.assert(
    fc.asyncProperty(anyPieces, async (pieces) => {
      const captions = buildCaptions(pieces, 'en');
      const expected = captions.cues.map(({ lines, ...times }) => ({ ...times, text: lines.join('\n') }));
      const vtt = await read('vtt', toVtt(captions));
      expect(vtt.map((cue) => ({ ...cue, text: decode(cue.text) }))).toEqual(expected);
      const srt = await read('srt', toSrt(captions));
      expect(srt.map(({ startMs, endMs }) => ({ startMs, endMs }))).toEqual(
        expected.map(({ startMs, endMs }) => ({ startMs, endMs })),
      );
    }),
    { numRuns: 100 },
  );
}, 30_000);

test.each(['a', 'Hello world. ', '好', 'ผ', 'a\u200b', '\u0301', '\u200b.', 'x. '])(
  '200,000 characters of %j become captions without a limit on patience',
  (unit) => {
    const text = `Hi ${unit.repeat(200_000 / unit.length)}`;
    expect(buildCaptions([piece(text, 10_000_000)], 'en').cues.length).toBeGreaterThan(0);
  },
  30_000,
);
