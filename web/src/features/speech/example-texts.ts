/** What the examples say, by their keys. */
export const EXAMPLE_TEXTS = {
  story: `The last tram of the evening was empty, except for a man who held a clock in his lap and apologised to it at every stop.

“It is not late,” he told it. “We are only far away.”`,
  call: 'Attention, please. The express train to Brno and Vienna is standing at platform four. It departs at a quarter past nine. Please mind the gap, and the echo.',
  howTo:
    'First, fill the kettle with fresh water. While it heats, warm the pot. Add one spoon of leaves for each person, and one for the pot. Pour, wait four minutes, and do not stir.',
  uk: 'Як гукнеш у лісі, так і відгукнеться. Тож гукаймо привітно.',
  hi: 'पहाड़ को जैसे पुकारो, वह वैसे ही जवाब देता है। तो चलिए, प्यार से पुकारें।',
  cs: 'Kdo do hor volá, tomu se hory ozvou. A kdo volá hezky, tomu se ozvou hezky.',
  de: 'Wie man in den Wald hineinruft, so schallt es heraus. Also rufen wir freundlich.',
} as const;
