import type { InterfaceLocale } from '../../contract/preferences.ts';

type Words = {
  receipt: (number: string) => string;
  creditNote: (number: string, day: string) => string;
  seller: string;
  buyer: string;
  credits: (count: string) => string;
  taken: (count: string) => string;
  includes: (label: string, percent: string) => string;
  paid: string;
  left: string;
  through: (processor: string, paymentId: string) => string;
  demo: string;
  demoNote: string;
};

const EN: Words = {
  receipt: (number) => `Receipt ${number}`,
  creditNote: (number, day) => `Credit note ${number}, ${day}`,
  seller: 'Seller',
  buyer: 'Buyer',
  credits: (count) => `${count} Ozvena credits`,
  taken: (count) => `${count} credits taken back`,
  includes: (label, percent) => `Includes ${label} ${percent}`,
  paid: 'Paid',
  left: 'Left of it',
  through: (processor, paymentId) => `Paid through ${processor}, payment ${paymentId}`,
  demo: 'Demo, no money moved',
  demoNote: 'This receipt is of a demonstration. No money moved, and it is no proof of a purchase.',
};

const HI: Words = {
  receipt: (number) => `रसीद ${number}`,
  creditNote: (number, day) => `क्रेडिट नोट ${number}, ${day}`,
  seller: 'विक्रेता',
  buyer: 'खरीदार',
  credits: (count) => `${count} Ozvena क्रेडिट`,
  taken: (count) => `${count} क्रेडिट वापस लिए गए`,
  includes: (label, percent) => `इसमें ${label} ${percent} शामिल है`,
  paid: 'भुगतान किया',
  left: 'इसमें से बाकी',
  through: (processor, paymentId) => `${processor} से भुगतान, भुगतान संख्या ${paymentId}`,
  demo: 'डेमो, कोई पैसा नहीं गया',
  demoNote: 'यह रसीद एक प्रदर्शन की है। कोई पैसा नहीं गया, और यह खरीद का प्रमाण नहीं है।',
};

const UK: Words = {
  receipt: (number) => `Квитанція ${number}`,
  creditNote: (number, day) => `Кредит-нота ${number}, ${day}`,
  seller: 'Продавець',
  buyer: 'Покупець',
  credits: (count) => `Кредити Ozvena: ${count}`,
  taken: (count) => `Знято кредитів: ${count}`,
  includes: (label, percent) => `У тому числі ${label} ${percent}`,
  paid: 'Сплачено',
  left: 'Залишилося',
  through: (processor, paymentId) => `Оплачено через ${processor}, платіж ${paymentId}`,
  demo: 'Демо, гроші не переказано',
  demoNote: 'Це демонстраційна квитанція. Гроші не переказано, і вона не підтверджує покупку.',
};

/** What a receipt says as a file, by language; the page has its words with the interface. */
export const RECEIPT_WORDS: Record<InterfaceLocale, Words> = { en: EN, hi: HI, uk: UK };
