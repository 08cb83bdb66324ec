import { describe, expect, it } from 'vitest';
import { draftOf, paramsOf, readDraft } from '../../../web/src/features/speech/draft.ts';

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

  it('survives its storage', () => {
    expect(readDraft(JSON.stringify(draftOf(params)))).toEqual(draftOf(params));
  });

  it.each([[null], ['{'], ['7'], ['null'], ['{"text":7,"speed":"fast","pitch":null,"hq":"yes"}']])(
    'is an empty one when the storage holds %s',
    (stored) => {
      expect(readDraft(stored)).toEqual(readDraft(null));
    },
  );
});
