/** What the house's stand-in for a model can say in one language; `{topic}` and `{name}` are filled in. */
export type Phrases = {
  greetings: readonly string[];
  openings: readonly string[];
  /** A name, and a sentence that goes with it. */
  points: readonly (readonly [string, string])[];
  steps: readonly string[];
  ideas: readonly string[];
  lines: readonly string[];
  closings: readonly string[];
  summary: string;
  code: string;
  result: string;
  named: string;
  nameless: string;
  asked: string;
  picture: string;
  /** Said at the end of every answer, so that nobody takes it for a model's. */
  demo: string;
};

/** By the codes of the languages that are heard; any other is answered in English. */
export const PHRASES: Readonly<Record<string, Phrases>> & { en: Phrases } = {
  en: {
    greetings: ['Hello! What shall we work on?', 'Hi there! How can I help you today?'],
    openings: [
      'Here is a short look at **“{topic}”**.',
      'Let us take **“{topic}”** one part at a time.',
      'There are a few things worth knowing about **“{topic}”**.',
    ],
    points: [
      ['The idea', 'Behind “{topic}” there is one plain thought; everything else follows from it.'],
      ['Why it matters', 'People meet “{topic}” more often than they notice, and small choices there add up.'],
      ['A common mistake', 'Many begin with the details of “{topic}” and lose sight of what it is for.'],
      ['An example', 'Imagine that you explain “{topic}” to a friend over tea: start with what he already knows.'],
      ['What to try next', 'Pick one small part of “{topic}” and work with it for a week.'],
    ],
    steps: [
      'Write down what you want to reach with “{topic}”.',
      'Gather what you need, and leave out what you do not.',
      'Begin with the smallest piece that can be finished today.',
      'Look at the result with fresh eyes and note what surprised you.',
      'Improve one thing, then repeat.',
      'Share it with somebody and ask one honest question.',
    ],
    ideas: [
      'A quiet beginning that shows “{topic}” from close by',
      'The story of somebody who meets “{topic}” for the first time',
      'Three numbers about “{topic}” that surprise people',
      'A comparison: “{topic}” then and now',
      'The question about “{topic}” that is asked most often',
      'A small experiment with “{topic}” that anybody can repeat',
      'What goes wrong with “{topic}”, told with a smile',
      'A behind-the-scenes view of “{topic}”',
      'An interview about “{topic}” in five short questions',
      'A look ahead: “{topic}” in ten years',
    ],
    lines: [
      'Morning leans on “{topic}” like light on glass,',
      'the hours go by and let the small things pass;',
      'what we had looked for stood before the door,',
      'and evening brings us back to ask for more.',
    ],
    closings: ['Shall I go deeper into one of these?', 'Tell me which part interests you most.'],
    summary: 'In short:',
    code: 'Here is a small function for “{topic}”:',
    result: '{expression} = **{value}**',
    named: 'Your name is {name}; you told me earlier.',
    nameless: 'You have not told me your name yet.',
    asked: 'You asked before: “{topic}”.',
    picture: 'I see that you sent a picture, and cannot look into it here.',
    demo: 'Demo answer, written without a language model.',
  },
  uk: {
    greetings: ['Вітаю! Над чим попрацюємо?', 'Привіт! Чим можу допомогти сьогодні?'],
    openings: [
      'Ось короткий огляд теми **«{topic}»**.',
      'Розгляньмо тему **«{topic}»** крок за кроком.',
      'Про тему **«{topic}»** варто знати кілька речей.',
    ],
    points: [
      ['Суть', 'За темою «{topic}» стоїть одна проста думка, а все інше з неї випливає.'],
      ['Чому це важливо', 'Ми стикаємося з цим частіше, ніж помічаємо, і дрібні рішення складаються в щось більше.'],
      ['Поширена помилка', 'Багато хто починає з подробиць і забуває, навіщо це все.'],
      ['Приклад', 'Уявіть, що пояснюєте тему «{topic}» другові за чаєм: почніть з того, що він уже знає.'],
      ['Що спробувати далі', 'Оберіть одну невелику частину й попрацюйте з нею тиждень.'],
    ],
    steps: [
      'Запишіть, чого хочете досягти: {topic}.',
      'Зберіть потрібне й відкладіть зайве.',
      'Почніть з найменшої частини, яку можна завершити сьогодні.',
      'Гляньте на результат свіжим оком і занотуйте, що здивувало.',
      'Покращте щось одне й повторіть.',
      'Покажіть комусь і поставте одне чесне запитання.',
    ],
    ideas: [
      'Тихий початок, що показує тему «{topic}» зблизька',
      'Історія людини, яка вперше стикається з темою «{topic}»',
      'Три числа, які дивують людей',
      'Порівняння: як було і як стало',
      'Запитання, яке ставлять найчастіше',
      'Невеликий дослід, який може повторити кожен',
      'Що йде не так, розказано з усмішкою',
      'Погляд за лаштунки',
      'Інтерв’ю з п’яти коротких запитань',
      'Погляд уперед: що буде за десять років',
    ],
    lines: [
      'Світає тихо, і «{topic}» — мов світло на воді,',
      'минає час, і губляться дрібниці у ході;',
      'чого шукали ми, стояло біля воріт,',
      'і вечір знов питає, чим дивує світ.',
    ],
    closings: ['Розповісти докладніше про щось із цього?', 'Скажіть, яка частина цікавить вас найбільше.'],
    summary: 'Коротко:',
    code: 'Ось невелика функція для теми «{topic}»:',
    result: '{expression} = **{value}**',
    named: 'Вас звати {name}; ви казали це раніше.',
    nameless: 'Ви ще не сказали, як вас звати.',
    asked: 'Раніше ви запитали: «{topic}».',
    picture: 'Бачу, що ви надіслали зображення, але тут не можу його роздивитися.',
    demo: 'Демонстраційна відповідь, написана без мовної моделі.',
  },
  hi: {
    greetings: ['नमस्ते! आज किस पर काम करें?', 'नमस्ते! मैं आपकी क्या मदद कर सकता हूँ?'],
    openings: [
      '**{topic}** पर एक छोटी नज़र।',
      'आइए **{topic}** को एक-एक हिस्से में देखें।',
      '**{topic}** के बारे में कुछ बातें जानने योग्य हैं।',
    ],
    points: [
      ['मूल विचार', '“{topic}” के पीछे एक सरल विचार है; बाकी सब उसी से निकलता है।'],
      ['यह क्यों ज़रूरी है', 'हम इससे जितना सोचते हैं उससे ज़्यादा मिलते हैं, और छोटे फ़ैसले जुड़ते जाते हैं।'],
      ['एक आम गलती', 'कई लोग बारीकियों से शुरू करते हैं और मकसद भूल जाते हैं।'],
      ['एक उदाहरण', 'मान लीजिए आप चाय पर किसी मित्र को “{topic}” समझा रहे हैं: जो वह जानता है, वहीं से शुरू करें।'],
      ['आगे क्या करें', 'एक छोटा हिस्सा चुनें और एक हफ़्ते उस पर काम करें।'],
    ],
    steps: [
      'लिखें कि आप क्या पाना चाहते हैं: “{topic}”।',
      'ज़रूरी चीज़ें जुटाएँ और बाकी छोड़ दें।',
      'सबसे छोटे हिस्से से शुरू करें जो आज पूरा हो सके।',
      'नतीजे को नई नज़र से देखें और जो चौंकाए उसे लिखें।',
      'एक चीज़ सुधारें, फिर दोहराएँ।',
      'किसी को दिखाएँ और एक सच्चा सवाल पूछें।',
    ],
    ideas: [
      'एक शांत शुरुआत जो “{topic}” को पास से दिखाए',
      'किसी की कहानी जो पहली बार “{topic}” से मिलता है',
      'तीन संख्याएँ जो लोगों को चौंकाती हैं',
      'तुलना: तब और अब',
      'सबसे ज़्यादा पूछा जाने वाला सवाल',
      'एक छोटा प्रयोग जिसे कोई भी दोहरा सके',
      'क्या गलत होता है, मुस्कान के साथ',
      'परदे के पीछे की झलक',
      'पाँच छोटे सवालों की बातचीत',
      'आगे की ओर: दस साल बाद',
    ],
    lines: [
      'सुबह की धूप में “{topic}” काँच-सा चमके,',
      'घड़ियाँ चलें और छोटी बातें थमके;',
      'जिसे ढूँढ़ा था, वह द्वार पर खड़ा था,',
      'साँझ ने पूछा, सवाल अब भी बड़ा था।',
    ],
    closings: ['क्या इनमें से किसी पर और बताऊँ?', 'बताइए, आपको कौन-सा हिस्सा सबसे रोचक लगा?'],
    summary: 'संक्षेप में:',
    code: '“{topic}” के लिए एक छोटा फ़ंक्शन:',
    result: '{expression} = **{value}**',
    named: 'आपका नाम {name} है; आपने पहले बताया था।',
    nameless: 'आपने अभी अपना नाम नहीं बताया है।',
    asked: 'आपने पहले पूछा था: “{topic}”।',
    picture: 'आपने एक चित्र भेजा है, पर मैं उसे यहाँ देख नहीं सकता।',
    demo: 'डेमो उत्तर, बिना भाषा-मॉडल के लिखा गया।',
  },
  de: {
    greetings: ['Hallo! Woran wollen wir arbeiten?', 'Guten Tag! Wie kann ich helfen?'],
    openings: [
      'Ein kurzer Blick auf das Thema **„{topic}“**.',
      'Gehen wir **„{topic}“** Stück für Stück durch.',
      'Zu **„{topic}“** sind ein paar Dinge gut zu wissen.',
    ],
    points: [
      ['Der Gedanke', 'Hinter „{topic}“ steht ein einfacher Gedanke; alles andere folgt daraus.'],
      ['Warum es zählt', 'Man begegnet dem öfter, als man merkt, und kleine Entscheidungen summieren sich.'],
      ['Ein häufiger Fehler', 'Viele beginnen mit den Einzelheiten und verlieren das Ziel aus den Augen.'],
      ['Ein Beispiel', 'Stellen Sie sich vor, Sie erklären „{topic}“ beim Tee: Beginnen Sie mit dem Bekannten.'],
      ['Der nächste Schritt', 'Nehmen Sie sich einen kleinen Teil vor und arbeiten Sie eine Woche damit.'],
    ],
    steps: [
      'Schreiben Sie auf, was Sie erreichen wollen: {topic}.',
      'Legen Sie bereit, was nötig ist, und lassen Sie den Rest weg.',
      'Beginnen Sie mit dem kleinsten Teil, der heute fertig wird.',
      'Sehen Sie sich das Ergebnis mit frischem Blick an.',
      'Verbessern Sie eine Sache, und wiederholen Sie das.',
      'Zeigen Sie es jemandem und stellen Sie eine ehrliche Frage.',
    ],
    ideas: [
      'Ein leiser Anfang, der „{topic}“ aus der Nähe zeigt',
      'Jemand begegnet „{topic}“ zum ersten Mal',
      'Drei Zahlen, die überraschen',
      'Ein Vergleich: damals und heute',
      'Die Frage, die am häufigsten gestellt wird',
      'Ein kleiner Versuch zum Nachmachen',
      'Was schiefgeht, mit einem Lächeln erzählt',
      'Ein Blick hinter die Kulissen',
      'Ein Gespräch in fünf kurzen Fragen',
      'Ein Ausblick: in zehn Jahren',
    ],
    lines: [
      'Am Morgen liegt „{topic}“ wie Licht auf Glas,',
      'die Stunden gehn, und Kleines wächst im Gras;',
      'was wir gesucht, stand lange vor der Tür,',
      'der Abend kommt und fragt: Wie weiter hier?',
    ],
    closings: ['Soll ich einen Punkt vertiefen?', 'Welcher Teil interessiert Sie am meisten?'],
    summary: 'Kurz gesagt:',
    code: 'Eine kleine Funktion für „{topic}“:',
    result: '{expression} = **{value}**',
    named: 'Sie heißen {name}; das haben Sie vorhin gesagt.',
    nameless: 'Sie haben mir Ihren Namen noch nicht gesagt.',
    asked: 'Sie haben vorhin gefragt: „{topic}“.',
    picture: 'Sie haben ein Bild geschickt; ansehen kann ich es hier nicht.',
    demo: 'Demo-Antwort, ohne Sprachmodell geschrieben.',
  },
};
