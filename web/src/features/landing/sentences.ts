/** The sentence that stands in the demo until the visitor writes one; a short one, to be set large. */
export const SENTENCES: Readonly<Record<string, string>> = {
  en: 'Say it in writing. I will say it back to you.',
  'en-gb': 'Say it in writing. I will say it back to you.',
  cs: 'Napiš to. Já ti to řeknu nazpět.',
  sk: 'Napíš to. Ja ti to poviem naspäť.',
  de: 'Schreib es auf. Ich sage es dir zurück.',
  fr: 'Écris-le. Je te le redirai.',
  es: 'Escríbelo. Yo te lo digo de vuelta.',
  it: 'Scrivilo. Io te lo ripeto.',
  pt: 'Escreve. Eu digo-te de volta.',
  pl: 'Napisz to. Ja ci to powtórzę.',
  nl: 'Schrijf het op. Ik zeg het terug.',
  sv: 'Skriv det. Jag säger det tillbaka.',
  uk: 'Напиши це. Я скажу це тобі у відповідь.',
  ru: 'Напиши это. Я скажу это тебе в ответ.',
  el: 'Γράψ’ το. Θα σου το πω πίσω.',
  tr: 'Yaz. Ben sana geri söylerim.',
  ar: 'اكتبها، وسأقولها لك.',
  he: 'כתבו את זה, ואני אומר לכם בחזרה.',
  hi: 'इसे लिखिए। मैं आपको सुनाऊँगा।',
};

export const FIRST_SENTENCE = 'Say it in writing. I will say it back to you.';
