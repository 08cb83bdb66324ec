import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** Named in the interface's words, or in the language that it is an example of. */
export type Example = { name: MessageDescriptor | string; language: string; text: string };

/** Scripts that fill the editor in one press; each shows another thing that a voice can do. */
export const EXAMPLES: readonly Example[] = [
  {
    name: msg`A story opens`,
    language: 'en',
    text: `The last tram of the evening was empty, except for a man who held a clock in his lap and apologised to it at every stop.

“It is not late,” he told it. “We are only far away.”`,
  },
  {
    name: msg`Station call`,
    language: 'en',
    text: 'Attention, please. The express train to Brno and Vienna is standing at platform four. It departs at a quarter past nine. Please mind the gap, and the echo.',
  },
  {
    name: msg`How-to`,
    language: 'en',
    text: 'First, fill the kettle with fresh water. While it heats, warm the pot. Add one spoon of leaves for each person, and one for the pot. Pour, wait four minutes, and do not stir.',
  },
  {
    name: 'Українською',
    language: 'uk',
    text: 'Як гукнеш у лісі, так і відгукнеться. Тож гукаймо привітно.',
  },
  {
    name: 'हिन्दी में',
    language: 'hi',
    text: 'पहाड़ को जैसे पुकारो, वह वैसे ही जवाब देता है। तो चलिए, प्यार से पुकारें।',
  },
  {
    name: 'Česky',
    language: 'cs',
    text: 'Kdo do hor volá, tomu se hory ozvou. A kdo volá hezky, tomu se ozvou hezky.',
  },
  {
    name: 'Auf Deutsch',
    language: 'de',
    text: 'Wie man in den Wald hineinruft, so schallt es heraus. Also rufen wir freundlich.',
  },
];
