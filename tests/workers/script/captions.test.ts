import { expect, test } from 'vitest';
import { buildCaptions } from '../../../worker/script/captions/build-captions.ts';
import { toVtt } from '../../../worker/script/captions/write-captions.ts';

test('in workerd: captions of a language without spaces', () => {
  const piece = { text: '今天天气很好，我们去公园吧，然后一起吃饭，看电影。', startMs: 0, durationMs: 5_000 };
  expect(buildCaptions([piece], 'zh').cues).toEqual([
    { startMs: 0, endMs: expect.any(Number), lines: ['今天天气很好，我们去公园吧，', '然后一起吃饭，看电影。'] },
  ]);
  expect(toVtt(buildCaptions([piece], 'zh'))).toMatch(/^WEBVTT\n/);
});
