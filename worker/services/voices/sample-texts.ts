/** What each voice says of itself in a sample; languages without a line of their own say the English one. */
const SAMPLE_TEXTS: Record<string, string> = {
  en: 'Every word you write comes back to you as sound.',
  es: 'Cada palabra que escribes vuelve a ti convertida en sonido.',
  fr: 'Chaque mot que vous écrivez vous revient sous forme de son.',
  de: 'Jedes Wort, das du schreibst, kommt als Klang zu dir zurück.',
  it: 'Ogni parola che scrivi torna da te come suono.',
  pt: 'Cada palavra que você escreve volta para você como som.',
  nl: 'Elk woord dat je schrijft komt als klank bij je terug.',
  pl: 'Każde słowo, które napiszesz, wraca do ciebie jako dźwięk.',
  cs: 'Každé slovo, které napíšeš, se k tobě vrátí jako zvuk.',
  sk: 'Každé slovo, ktoré napíšeš, sa k tebe vráti ako zvuk.',
  uk: 'Кожне слово, яке ви пишете, повертається до вас звуком.',
  hi: 'आपका लिखा हर शब्द ध्वनि बनकर लौटता है।',
  tr: 'Yazdığınız her kelime size ses olarak geri döner.',
  sv: 'Varje ord du skriver kommer tillbaka till dig som ljud.',
  da: 'Hvert ord, du skriver, vender tilbage til dig som lyd.',
  nb: 'Hvert ord du skriver, kommer tilbake til deg som lyd.',
  fi: 'Jokainen kirjoittamasi sana palaa luoksesi äänenä.',
  el: 'Κάθε λέξη που γράφετε επιστρέφει σε εσάς ως ήχος.',
  hu: 'Minden szó, amit leírsz, hangként tér vissza hozzád.',
  ro: 'Fiecare cuvânt pe care îl scrii se întoarce la tine ca sunet.',
  bg: 'Всяка дума, която пишете, се връща при вас като звук.',
  hr: 'Svaka riječ koju napišeš vraća ti se kao zvuk.',
  ar: 'كل كلمة تكتبها تعود إليك صوتا.',
  ja: 'あなたがかくことばは、おとになってかえってきます。',
  ko: '당신이 쓰는 모든 말이 소리가 되어 돌아옵니다.',
  zh: '你写下的每个字，都会变成声音回到你身边。',
  vi: 'Mỗi từ bạn viết sẽ trở lại với bạn bằng âm thanh.',
  id: 'Setiap kata yang Anda tulis kembali kepada Anda sebagai suara.',
};

/** The sample's text in a language, given by its tag: `pt-br` says what `pt` says. */
export const sampleTextOf = (language: string): string =>
  SAMPLE_TEXTS[language] ?? SAMPLE_TEXTS[language.split('-')[0] ?? ''] ?? SAMPLE_TEXTS.en ?? '';
