import { expect, test } from 'vitest';
import { detectLanguage } from '../../../sandbox/engine/detect-language.ts';

test.each([
  ['en', 'The ferry leaves at noon, and it comes back at night.'],
  ['en', 'Ferry!'],
  ['en', '12345'],
  ['en', 'The song is called Подих.'],
  ['de', 'Die Fähre legt am Mittag ab und kommt in der Nacht zurück.'],
  ['fr', 'Le bateau part à midi et revient dans la nuit avec nous.'],
  ['es', 'El barco sale a mediodía y vuelve por la noche con los demás.'],
  ['it', 'Il traghetto parte a mezzogiorno, e gli altri sono già qui.'],
  ['pt', 'A balsa não sai ao meio-dia com você, são duas da tarde.'],
  ['pl', 'Prom nie odpływa w południe, jak się mówi.'],
  ['cs', 'Trajekt se v poledne vrací, ale už není kam.'],
  ['tr', 'Bu vapur çok güzel ama bir saat geç.'],
  ['uk', 'Пором відпливає опівдні, a ferry.'],
  ['hi', 'नौका दोपहर को निकलती है।'],
  ['ar', 'تغادر العبارة ظهرا'],
  ['zh', '渡轮中午离开。'],
  ['ja', '渡し船は正午に出る。'],
  ['ko', '배는 정오에 떠난다.'],
  ['el', 'Το πλοίο φεύγει το μεσημέρι.'],
])('%s: %s', (code, text) => {
  expect(detectLanguage(text).code).toBe(code);
});
