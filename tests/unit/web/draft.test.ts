import { describe, expect, it } from 'vitest';
import { readFields } from '../../../web/src/features/editor/kept-draft.ts';
import { composeDraft, DRAFT_KINDS, draftOf, rememberedOf } from '../../../web/src/features/speech/draft.ts';
import { fitDraft, optionsOf } from '../../../web/src/features/speech/fit-draft.ts';
import { aJob, aVendor, aVoice } from './web-support.ts';

const { params } = aJob();

describe('a draft', () => {
  it('survives its storage, and so does a part of one', () => {
    const draft = { ...composeDraft({}), ...draftOf({ ...params, seed: 7, tuning: { stability: 0.4 } }), text: 'Hi' };
    expect(readFields(JSON.stringify(draft), DRAFT_KINDS)).toEqual(JSON.parse(JSON.stringify(draft)));
    expect(readFields('{"text":"Hi","speed":0.5}', DRAFT_KINDS)).toEqual({ text: 'Hi', speed: 0.5 });
  });

  it.each([
    [null],
    ['{'],
    ['7'],
    ['null'],
    ['{"text":7,"speed":"fast","pitch":null,"hq":"yes","format":"exe","bitrateKbps":1,"tuning":[null],"mode":"sung"}'],
    ['{"scenes":[{"id":"a","title":"b"}],"made":{"jobId":1,"numbers":{}},"seed":1.5}'],
    ['{"theme":"dark","toString":"x"}'],
  ])('is an empty one when the storage holds %s', (stored) => {
    expect(readFields(stored, DRAFT_KINDS)).toEqual({});
  });

  it('shows what was changed in the tab, over what the account remembers, over the voice’s own way', () => {
    const spoken = { voiceId: 'unicorn:iris', provider: 'unicorn', language: 'cs', speed: 1.5, hq: true } as const;
    const kept = { ...spoken, format: 'wav', bitrateKbps: 64, style: 'calm', fallback: true } as const;
    expect(composeDraft({ text: 'Hi', speed: 1 }, { ...kept, theme: 'dark' })).toEqual({
      ...composeDraft({}),
      ...kept,
      text: 'Hi',
      speed: 1,
    });
    expect(composeDraft({ hq: false, pitch: 0 }, { hq: true, pitch: 3 })).toMatchObject({ hq: false, pitch: 0 });
  });

  it('is remembered by the account as far as the account has a place for it', () => {
    const change = { text: 'Hi', speed: 2, seed: 7, style: '', tuning: { stability: 1 }, fallback: false };
    expect(rememberedOf(change)).toEqual({ speed: 2, style: '', fallback: false });
  });
});

describe('a draft for a vendor', () => {
  const wild = { ...composeDraft({ text: 'Hi', speed: 2, pitch: 3, seed: 7, style: 'calm', instructions: 'Slowly.' }) };

  it('keeps what the vendor takes, moved into his range, and nothing that he lacks', () => {
    const vendor = aVendor({ speed: { min: 0.7, max: 1.2 }, pitch: null, seed: true });
    const fitted = fitDraft(wild, vendor, aVoice());
    expect(fitted).toMatchObject({ speed: 1.2, pitch: 0, seed: 7, style: '', instructions: '' });
    expect(optionsOf(fitted, aVoice(), 'en')).toEqual({ language: 'en', voiceId: 'acme:ann', speed: 1.2, seed: 7 });
  });

  it('goes no further than we do ourselves', () => {
    const vendor = aVendor({ speed: { min: 0.25, max: 4 } });
    expect(fitDraft({ ...wild, speed: 4 }, vendor, aVoice()).speed).toBe(2);
  });

  it('has the styles of the voice and the settings of the vendor alone', () => {
    const tuning = [{ id: 'stability', min: 0, max: 1, default: 0.5 }];
    const draft = { ...wild, tuning: { stability: 3, warmth: 1 } };
    const fitted = fitDraft(draft, aVendor({ tuning }), aVoice({ styles: ['calm'] }));
    expect(fitted).toMatchObject({ style: 'calm', tuning: { stability: 1 } });
  });

  it('comes as MP3 where the wanted format is not to be had, and a bitrate is asked of an MP3 alone', () => {
    const draft = { ...wild, format: 'wav', bitrateKbps: 64 } as const;
    const asked = (formats: ('mp3' | 'wav')[]) =>
      optionsOf(fitDraft(draft, aVendor({ formats }), aVoice()), undefined, 'en');
    expect(asked(['mp3'])).toMatchObject({ bitrateKbps: 64 });
    expect(asked(['mp3'])).not.toHaveProperty('format');
    expect(asked(['mp3', 'wav'])).toMatchObject({ format: 'wav' });
    expect(asked(['mp3', 'wav'])).not.toHaveProperty('bitrateKbps');
  });

  it('leaves neutral values out, so that equal sounds are equal requests', () => {
    const plain = fitDraft(composeDraft({ text: 'Hi' }), aVendor({}), aVoice());
    expect(optionsOf(plain, undefined, 'en')).toEqual({ language: 'en' });
  });
});
