import { describe, expect, it } from 'vitest';
import { composeDraft, draftOf, paramsOf, readDraft } from '../../../web/src/features/speech/draft.ts';

const params = { text: 'Hi', voiceId: 'unicorn:iris', language: 'cs', speed: 1.5, pitch: -2, volume: 80, hq: true };

describe('a draft', () => {
  it('comes back from params as it went', () => {
    expect(paramsOf(draftOf(params), params.voiceId)).toEqual(params);
  });

  it('leaves neutral values out, so that equal sounds are equal requests', () => {
    expect(paramsOf(draftOf({ text: 'Hi', speed: 1, pitch: 0, volume: 100, hq: false }), undefined)).toEqual({
      text: 'Hi',
      language: 'en',
    });
  });

  it('survives its storage, and so does a part of one', () => {
    expect(readDraft(JSON.stringify(draftOf(params)))).toEqual(JSON.parse(JSON.stringify(draftOf(params))));
    expect(readDraft('{"text":"Hi","speed":0.5}')).toEqual({ text: 'Hi', speed: 0.5 });
  });

  it.each([
    [null],
    ['{'],
    ['7'],
    ['null'],
    ['{"text":7,"speed":"fast","pitch":null,"hq":"yes"}'],
    ['{"theme":"dark","toString":"x"}'],
  ])('is an empty one when the storage holds %s', (stored) => {
    expect(readDraft(stored)).toEqual({});
  });

  it('shows what was changed in the tab, over what the account remembers, over the voice’s own way', () => {
    const kept = {
      voiceId: 'unicorn:iris',
      provider: 'unicorn',
      language: 'cs',
      speed: 1.5,
      hq: true,
      theme: 'dark',
    } as const;
    expect(composeDraft({ text: 'Hi', speed: 1 }, kept)).toEqual({
      text: 'Hi',
      provider: 'unicorn',
      voiceId: 'unicorn:iris',
      language: 'cs',
      speed: 1,
      pitch: 0,
      volume: 100,
      hq: true,
    });
    expect(composeDraft({ hq: false, pitch: 0 }, { hq: true, pitch: 3 })).toMatchObject({ hq: false, pitch: 0 });
  });
});
