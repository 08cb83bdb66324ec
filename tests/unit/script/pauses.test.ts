import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countChars } from '../../../worker/contract/text.ts';
import { cutScript } from '../../../worker/script/cut-script.ts';
import { countCodePoints } from '../../../worker/script/measure.ts';
import { parseScript, type ScriptPart } from '../../../worker/script/pauses.ts';

const partsOf = (script: string): ScriptPart[] => {
  const parsed = parseScript(script);
  if (!parsed.ok) throw new Error(parsed.fault.message);
  return parsed.parts;
};

const faultOf = (script: string) => {
  const parsed = parseScript(script);
  return parsed.ok ? undefined : parsed.fault;
};

const pauseOf = (marker: string) => partsOf(`a ${marker} b`).find((part) => part.kind === 'pause')?.durationMs;

test('a script without pauses is one part', () => {
  expect(partsOf('Hello [laughs] you.')).toEqual([{ kind: 'text', text: 'Hello [laughs] you.', startAt: 0 }]);
});

test('a pause parts the text, and each part knows its place', () => {
  expect(partsOf('One.[pause 1.5s] Two.')).toEqual([
    { kind: 'text', text: 'One.', startAt: 0 },
    { kind: 'pause', durationMs: 1_500 },
    { kind: 'text', text: ' Two.', startAt: 16 },
  ]);
});

test.each([
  ['[pause 1.5s]', 1_500],
  ['[pause 1,5 s]', 1_500],
  ['[Pause 500ms]', 500],
  ['[PAUSE  2 S ]', 2_000],
  ['[pause 0.1s]', 100],
  ['[pause 10s]', 10_000],
  ['[pause 333.6ms]', 334],
])('%s lasts %i ms', (marker, durationMs) => {
  expect(pauseOf(marker)).toBe(durationMs);
});

test.each([
  '[pause]',
  '[pause 1]',
  '[pause s]',
  '[pause1s]',
  '[pause 1 min]',
  '[pause -1s]',
  '[pause: 1s]',
  '[pause 1s',
  '[pause 1.2.3s]',
  '[pause one second]',
  '[pause १s]',
])('%s is refused, not read aloud', (marker) => {
  const expected = marker === '[pause1s]' ? undefined : 'pause_malformed';
  expect(faultOf(`Hello.\n\nYou ${marker}\nthere.`)?.code).toBe(expected);
});

test('the refusal quotes the marker and its line', () => {
  expect(faultOf('Hello.\n\nYou [pause 1]\nthere.')?.message).toContain('"[pause 1]" in line 3');
});

test.each(['[pause 99ms]', '[pause 10.001s]', '[pause 999999s]'])('%s is out of range', (marker) => {
  expect(faultOf(`a ${marker} b`)?.code).toBe('pause_out_of_range');
});

test.each(['[paused]', '[pauses 1s]', '[pause-button]', 'pause 1s', '[ pause 1s ]'])('%s is text', (text) => {
  expect(partsOf(text)).toEqual([{ kind: 'text', text, startAt: 0 }]);
});

test('pauses side by side become one, and what cannot be spoken between them goes', () => {
  expect(partsOf('a [pause 1s] … [pause 500ms]\n[pause 500ms] b')[1]).toEqual({ kind: 'pause', durationMs: 2_000 });
});

test('a pause before and after all text is kept', () => {
  expect(partsOf('[pause 1s] Hi [pause 2s]').map(({ kind }) => kind)).toEqual(['pause', 'text', 'pause']);
});

test('a script of pauses alone has nothing to speak', () => {
  expect(faultOf('[pause 1s] … [pause 1s]')?.code).toBe('text_empty');
});

test('there is an end to pauses, in number and in all', () => {
  expect(partsOf('a[pause 1s]'.repeat(1_000))).toHaveLength(2_000);
  expect(faultOf('a[pause 1s]'.repeat(1_001))?.code).toBe('too_many_pauses');
  expect(faultOf('a[pause 10s]'.repeat(361))?.code).toBe('too_many_pauses');
});

test('texts and pauses come back as they were written', () => {
  const text = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((one) => /[\p{L}\p{N}]/u.test(one) && !one.includes('['));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(text, fc.integer({ min: 100, max: 3_000 })), { minLength: 1, maxLength: 20 }),
      (pairs) => {
        const script = pairs.map(([one, ms]) => `${one}[pause ${ms}ms]`).join('');
        const parts = partsOf(script);
        expect(parts.map((part) => (part.kind === 'text' ? part.text : part.durationMs))).toEqual(pairs.flat());
        for (const part of parts) {
          if (part.kind === 'text') expect(script.startsWith(part.text, part.startAt)).toBe(true);
        }
      },
    ),
  );
});

test('any text is parsed or refused, and an unclosed marker does not make it slow', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (script) => typeof parseScript(`[pause ${script}`).ok === 'boolean'),
  );
  expect(faultOf('[pause '.repeat(30_000))?.code).toBe('pause_malformed');
});

const OPTIONS = { language: 'en', limit: 12, measure: countCodePoints };

test('a cut script is its pieces and pauses in order, with their places in the script', () => {
  const script = 'One two. Three four. [pause 1s] Five.';
  const cut = cutScript(script, OPTIONS);
  if (!cut.ok) throw new Error('refused');
  expect(cut.steps).toEqual([
    { kind: 'speech', text: 'One two.', startAt: 0, endAt: 8 },
    { kind: 'speech', text: 'Three four.', startAt: 9, endAt: 20 },
    { kind: 'pause', durationMs: 1_000 },
    { kind: 'speech', text: 'Five.', startAt: 32, endAt: 37 },
  ]);
});

test('markers cost nothing, all other characters do', () => {
  const cut = cutScript('One two. [pause 1s] Five.', OPTIONS);
  expect(cut.ok && cut.chars).toBe(countChars('One two.  Five.'));
});

test('a piece that cannot be spoken is not sent to a vendor', () => {
  const cut = cutScript(`One two.\n${'-'.repeat(30)}\nThree four.`, OPTIONS);
  expect(cut.ok && cut.steps.map((step) => (step.kind === 'speech' ? step.text : ''))).toEqual([
    'One two.',
    'Three four.',
  ]);
});

test('a script that is refused is not cut', () => {
  expect(cutScript('Hi [pause]', OPTIONS)).toMatchObject({ ok: false, fault: { code: 'pause_malformed' } });
});
