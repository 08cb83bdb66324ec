import { beforeAll, describe, expect, test } from 'vitest';
import { SPEECH_LANGUAGES } from '../../../sandbox/engine/languages.ts';
import type { SpeechEngine } from '../../../sandbox/engine/speech-engine.ts';
import { UNICORN_VOICES } from '../../../sandbox/vendors/unicorn-voices.ts';
import { measureRms } from '../../support/measure-pitch.ts';
import { createTestEngine, deliver, measureCrossings } from './speech-support.ts';

const SENTENCES: Readonly<Record<string, string>> = {
  en: 'The harbour lights flicker while the last ferry comes home.',
  'en-gb': 'The harbour lights flicker while the last ferry comes home.',
  es: 'Las luces del puerto parpadean mientras vuelve el último barco.',
  'es-419': 'Las luces del puerto parpadean mientras vuelve el último barco.',
  fr: 'Les lumières du port vacillent quand rentre le dernier bateau.',
  de: 'Die Lichter im Hafen flackern, während die letzte Fähre heimkehrt.',
  it: 'Le luci del porto tremolano mentre torna l’ultimo traghetto.',
  pt: 'As luzes do porto tremulam enquanto regressa o último barco.',
  'pt-br': 'As luzes do porto piscam enquanto volta o último barco.',
  nl: 'De lichten van de haven flikkeren terwijl de laatste boot thuiskomt.',
  pl: 'Światła portu migoczą, gdy wraca ostatni prom.',
  cs: 'Světla přístavu blikají, když se vrací poslední loď.',
  sk: 'Svetlá prístavu blikajú, keď sa vracia posledná loď.',
  uk: 'Вогні гавані мерехтять, коли повертається останній пором.',
  bg: 'Светлините на пристанището трептят, когато се връща последният кораб.',
  hr: 'Svjetla luke trepere dok se vraća posljednji brod.',
  hu: 'A kikötő fényei pislákolnak, amikor hazatér az utolsó komp.',
  ro: 'Luminile portului pâlpâie când se întoarce ultima navă.',
  el: 'Τα φώτα του λιμανιού τρεμοπαίζουν όταν γυρίζει το τελευταίο πλοίο.',
  tr: 'Son vapur eve dönerken limanın ışıkları titrer.',
  sv: 'Hamnens ljus flimrar när den sista färjan kommer hem.',
  da: 'Havnens lys blinker, mens den sidste færge kommer hjem.',
  nb: 'Lysene i havnen blinker mens den siste fergen kommer hjem.',
  fi: 'Sataman valot välkkyvät, kun viimeinen lautta palaa kotiin.',
  et: 'Sadama tuled vilguvad, kui viimane praam koju tuleb.',
  lv: 'Ostas gaismas mirgo, kad atgriežas pēdējais prāmis.',
  lt: 'Uosto šviesos mirga, kai grįžta paskutinis keltas.',
  ca: 'Els llums del port parpellegen quan torna l’últim vaixell.',
  ar: 'تتلألأ أضواء الميناء عندما تعود آخر عبّارة.',
  ur: 'جب آخری کشتی لوٹتی ہے تو بندرگاہ کی روشنیاں ٹمٹماتی ہیں۔',
  hi: 'जब आख़िरी नाव लौटती है तो बंदरगाह की बत्तियाँ टिमटिमाती हैं।',
  bn: 'শেষ ফেরি ফিরে এলে বন্দরের আলো মিটমিট করে।',
  id: 'Lampu pelabuhan berkelip ketika feri terakhir pulang.',
  sw: 'Taa za bandari zinametameta wakati feri ya mwisho inarudi nyumbani.',
  vi: 'Đèn bến cảng nhấp nháy khi chuyến phà cuối cùng trở về.',
  ja: 'みなとのあかりがまたたき、さいごのふねがかえってきます。',
  ko: '마지막 배가 돌아올 때 항구의 불빛이 깜박입니다.',
  zh: '最后一班渡轮回来时，港口的灯光闪烁。',
};

let engine: SpeechEngine;
beforeAll(async () => {
  engine = await createTestEngine();
});

const speak = (voice_id: string, language: string, text: string): Int16Array =>
  engine.speak(text, deliver(voice_id, { language })).samples;

test('there are at least 24 languages, each with a sentence here', () => {
  expect(SPEECH_LANGUAGES.length).toBeGreaterThanOrEqual(24);
  expect(SPEECH_LANGUAGES.map((one) => one.code).filter((code) => !SENTENCES[code])).toEqual([]);
});

describe.each(SPEECH_LANGUAGES.map((one) => one.code))('%s', (code) => {
  const sentence = SENTENCES[code] ?? '';

  test('is spoken aloud, at a human pace', () => {
    const samples = speak('hugo', code, sentence);
    const seconds = samples.length / engine.sample_rate;
    expect(measureRms(samples)).toBeGreaterThan(1_000);
    expect(seconds).toBeGreaterThan(1.5);
    expect(seconds).toBeLessThan(7);
  });

  test('is spoken by every voice', () => {
    const silent = UNICORN_VOICES.filter((voice) => measureRms(speak(voice.voice_id, code, sentence)) < 600);
    expect(silent.map((voice) => voice.voice_id)).toEqual([]);
  });
});

test('no two languages sound the same over one text', () => {
  const text = 'Centro 25, Juan Gracia: jazz hotel.';
  const sounds = SPEECH_LANGUAGES.map(({ code }) => {
    const samples = speak('hugo', code, text);
    return { code, length: samples.length, crossings: measureCrossings(samples, engine.sample_rate) };
  });
  const alike: string[] = [];
  for (const a of sounds) {
    for (const b of sounds) {
      const near = Math.abs(a.length - b.length) < 50 && Math.abs(a.crossings - b.crossings) < 10;
      if (a.code < b.code && near) alike.push(`${a.code} ${b.code}`);
    }
  }
  expect(alike).toEqual([]);
});

test('a language the engine does not know is refused, not spoken in the voice before', () => {
  expect(() => engine.speak('Hello', { ...deliver('iris'), engine_voice: 'zz' })).toThrow(/refused/);
  expect(measureRms(speak('iris', 'en', 'Hello'))).toBeGreaterThan(1_000);
});
