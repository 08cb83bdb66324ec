import type { MailLocale } from './compose-mail.ts';
import type { Facts, MailKind, Said } from './mail-kinds.ts';
import { PLAN_MAIL_TEXTS } from './plan-mail-texts.ts';

const EN: Record<MailKind, (facts: Facts) => Said> = {
  ...PLAN_MAIL_TEXTS.en,
  job_completed: () => ({
    subject: 'What you asked for is ready',
    lead: 'What you asked for at Ozvena is made.',
    paragraphs: ['It is kept in your history. You can switch these mails off in Account, Notifications.'],
    action: 'Open it',
  }),
  job_failed: () => ({
    subject: 'What you asked for could not be made',
    lead: 'What you asked for at Ozvena did not come about. Your credits are back on your balance.',
    paragraphs: ['You can switch these mails off in Account, Notifications.'],
    action: 'See what happened',
  }),
  email_changed: ({ email }) => ({
    subject: 'Your Ozvena address was changed',
    lead: `Your account now signs in with ${email}, and no longer with this address.`,
    paragraphs: ['If this was not you, write to us at once: somebody else has your session or your mailbox.'],
  }),
  second_factor_on: () => ({
    subject: 'Your second factor is on',
    lead: 'Signing in to Ozvena now asks for a code of your authenticator app.',
    paragraphs: [
      'Keep your recovery codes where you find them without your phone.',
      'If this was not you, end every session you do not know, and write to us.',
    ],
    action: 'Look at my sessions',
  }),
  second_factor_off: () => ({
    subject: 'Your second factor is off',
    lead: 'Signing in to Ozvena no longer asks for a code of your authenticator app.',
    paragraphs: ['If this was not you, end every session you do not know, and write to us.'],
    action: 'Look at my sessions',
  }),
  webhook_disabled: ({ host }) => ({
    subject: 'A webhook of yours was switched off',
    lead: `We switched off your webhook to ${host}: it did not take what we sent.`,
    paragraphs: [
      'It answered that it is gone, or with nothing but failures for five days. Nothing else has changed.',
      'Once it works again, switch it on. What it missed can be sent again from the list of deliveries.',
    ],
    action: 'Look at my webhooks',
  }),
  credits_expiring: ({ credits, day }) => ({
    subject: 'Your Ozvena credits are about to expire',
    lead: `The ${credits} credits on your balance expire on ${day}.`,
    paragraphs: [
      'Credits go when an account has not been used for a year. Sign in before that day, and all of them stay.',
    ],
    action: 'Keep my credits',
  }),
  payment_received: ({ credits, amount, receipt }) => ({
    subject: `Receipt ${receipt}: ${credits} credits`,
    lead: `Thank you. We have received ${amount}, and ${credits} credits are on your balance.`,
    paragraphs: ['The receipt is kept in your account, to print or as PDF.'],
    action: 'See the receipt',
  }),
  payment_refunded: ({ credits, amount, owed }) => ({
    subject: `We gave ${amount} back`,
    lead: `${amount} are on their way back to where they came from. ${credits} credits were taken off your balance.`,
    paragraphs:
      owed === '0'
        ? []
        : [`${owed} more were spent already: what comes next clears them, and until then nothing new is made.`],
    action: 'See the receipt',
  }),
  deletion_planned: ({ day }) => ({
    subject: 'Your Ozvena account will be deleted',
    lead: `You asked us to delete your account. It will be gone on ${day}.`,
    paragraphs: [
      'Until then everything works as before, and you can keep the account with one press.',
      'If this was not you, keep the account and end every session you do not know.',
    ],
    action: 'Keep my account',
  }),
  deletion_called_off: () => ({
    subject: 'Your Ozvena account stays',
    lead: 'The deletion of your account is called off. Nothing of it was lost.',
    paragraphs: ['If this was not you, end every session you do not know.'],
    action: 'Open my account',
  }),
  account_deleted: () => ({
    subject: 'Your Ozvena account is deleted',
    lead: 'As you asked, your account and what you made with it are deleted.',
    paragraphs: ['Only the books of its credits remain, without your name and address. This is our last mail to you.'],
  }),
};

const HI: Record<MailKind, (facts: Facts) => Said> = {
  ...PLAN_MAIL_TEXTS.hi,
  job_completed: () => ({
    subject: 'आपने जो माँगा था, वह तैयार है',
    lead: 'Ozvena पर आपने जो माँगा था, वह बन गया।',
    paragraphs: ['यह आपके इतिहास में रखा है। ये मेल आप खाता, सूचनाएँ में बंद कर सकते हैं।'],
    action: 'खोलें',
  }),
  job_failed: () => ({
    subject: 'आपने जो माँगा था, वह नहीं बन सका',
    lead: 'Ozvena पर आपने जो माँगा था, वह नहीं बन पाया। आपके क्रेडिट वापस आ गए हैं।',
    paragraphs: ['ये मेल आप खाता, सूचनाएँ में बंद कर सकते हैं।'],
    action: 'देखें क्या हुआ',
  }),
  email_changed: ({ email }) => ({
    subject: 'आपका Ozvena पता बदला गया',
    lead: `आपका खाता अब ${email} से साइन इन करता है, इस पते से नहीं।`,
    paragraphs: ['अगर यह आपने नहीं किया, तो हमें तुरंत लिखें: किसी और के पास आपका सेशन या आपका मेलबॉक्स है।'],
  }),
  second_factor_on: () => ({
    subject: 'आपका दूसरा सत्यापन चालू है',
    lead: 'Ozvena में साइन इन करते समय अब आपके ऑथेंटिकेटर ऐप का कोड भी माँगा जाएगा।',
    paragraphs: [
      'रिकवरी कोड वहाँ रखें जहाँ वे फ़ोन के बिना भी मिल जाएँ।',
      'अगर यह आपने नहीं किया, तो हर अनजान सेशन समाप्त करें और हमें लिखें।',
    ],
    action: 'मेरे सेशन देखें',
  }),
  second_factor_off: () => ({
    subject: 'आपका दूसरा सत्यापन बंद है',
    lead: 'Ozvena में साइन इन करते समय अब ऑथेंटिकेटर ऐप का कोड नहीं माँगा जाएगा।',
    paragraphs: ['अगर यह आपने नहीं किया, तो हर अनजान सेशन समाप्त करें और हमें लिखें।'],
    action: 'मेरे सेशन देखें',
  }),
  webhook_disabled: ({ host }) => ({
    subject: 'आपका एक वेबहुक बंद किया गया',
    lead: `हमने ${host} वाला आपका वेबहुक बंद कर दिया: हमने जो भेजा, वह उसने नहीं लिया।`,
    paragraphs: [
      'उसने बताया कि वह अब नहीं है, या पाँच दिन तक हर बार असफल रहा। बाकी कुछ नहीं बदला।',
      'जब वह फिर चलने लगे, तो उसे चालू करें। जो छूट गया, उसे डिलीवरी की सूची से फिर भेजा जा सकता है।',
    ],
    action: 'मेरे वेबहुक देखें',
  }),
  credits_expiring: ({ credits, day }) => ({
    subject: 'आपके Ozvena क्रेडिट जल्द समाप्त होंगे',
    lead: `आपके बैलेंस के ${credits} क्रेडिट ${day} को समाप्त हो जाएँगे।`,
    paragraphs: [
      'जब कोई खाता एक साल तक इस्तेमाल नहीं होता, तो उसके क्रेडिट चले जाते हैं। उस दिन से पहले साइन इन करें, और वे सब बने रहेंगे।',
    ],
    action: 'मेरे क्रेडिट बचाएँ',
  }),
  payment_received: ({ credits, amount, receipt }) => ({
    subject: `रसीद ${receipt}: ${credits} क्रेडिट`,
    lead: `धन्यवाद। हमें ${amount} मिल गए, और ${credits} क्रेडिट आपके बैलेंस में हैं।`,
    paragraphs: ['रसीद आपके खाते में रखी है: प्रिंट करने के लिए या PDF में।'],
    action: 'रसीद देखें',
  }),
  payment_refunded: ({ credits, amount, owed }) => ({
    subject: `हमने ${amount} लौटाए`,
    lead: `${amount} वहीं लौट रहे हैं, जहाँ से आए थे। आपके बैलेंस से ${credits} क्रेडिट लिए गए।`,
    paragraphs:
      owed === '0' ? [] : [`${owed} क्रेडिट पहले ही खर्च हो चुके थे: जो आगे आएगा, वह इन्हें चुकाएगा, और तब तक कुछ नया नहीं बनेगा।`],
    action: 'रसीद देखें',
  }),
  deletion_planned: ({ day }) => ({
    subject: 'आपका Ozvena खाता मिटाया जाएगा',
    lead: `आपने अपना खाता मिटाने को कहा है। ${day} को यह मिट जाएगा।`,
    paragraphs: [
      'तब तक सब कुछ पहले की तरह चलेगा, और आप एक बार दबाकर खाता रख सकते हैं।',
      'अगर यह आपने नहीं किया, तो खाता रखें और हर अनजान सेशन समाप्त करें।',
    ],
    action: 'मेरा खाता रखें',
  }),
  deletion_called_off: () => ({
    subject: 'आपका Ozvena खाता बना रहेगा',
    lead: 'आपके खाते को मिटाना रोक दिया गया है। कुछ भी नहीं खोया।',
    paragraphs: ['अगर यह आपने नहीं किया, तो हर अनजान सेशन समाप्त करें।'],
    action: 'मेरा खाता खोलें',
  }),
  account_deleted: () => ({
    subject: 'आपका Ozvena खाता मिटा दिया गया',
    lead: 'आपके कहे अनुसार आपका खाता और उसमें बनाई हर चीज़ मिटा दी गई है।',
    paragraphs: ['सिर्फ़ क्रेडिट का हिसाब बचा है, आपके नाम और पते के बिना। यह आपको हमारा आखिरी मेल है।'],
  }),
};

const UK: Record<MailKind, (facts: Facts) => Said> = {
  ...PLAN_MAIL_TEXTS.uk,
  job_completed: () => ({
    subject: 'Ваше замовлення готове',
    lead: 'Те, що ви замовили в Ozvena, готове.',
    paragraphs: ['Воно збережене у вашій історії. Вимкнути ці листи можна в розділі «Акаунт», «Сповіщення».'],
    action: 'Відкрити',
  }),
  job_failed: () => ({
    subject: 'Ваше замовлення не вдалося виконати',
    lead: 'Те, що ви замовили в Ozvena, не вийшло. Кредити повернулися на ваш баланс.',
    paragraphs: ['Вимкнути ці листи можна в розділі «Акаунт», «Сповіщення».'],
    action: 'Подивитися, що сталося',
  }),
  email_changed: ({ email }) => ({
    subject: 'Адресу в Ozvena змінено',
    lead: `Ваш акаунт тепер входить з ${email}, а не з цієї адреси.`,
    paragraphs: ['Якщо це були не ви, негайно напишіть нам: хтось має ваш сеанс або вашу пошту.'],
  }),
  second_factor_on: () => ({
    subject: 'Другий фактор увімкнено',
    lead: 'Під час входу в Ozvena тепер потрібен код із вашого застосунку автентифікації.',
    paragraphs: [
      'Зберігайте коди відновлення там, де знайдете їх без телефона.',
      'Якщо це були не ви, завершіть усі невідомі сеанси й напишіть нам.',
    ],
    action: 'Переглянути мої сеанси',
  }),
  second_factor_off: () => ({
    subject: 'Другий фактор вимкнено',
    lead: 'Під час входу в Ozvena код із застосунку автентифікації більше не потрібен.',
    paragraphs: ['Якщо це були не ви, завершіть усі невідомі сеанси й напишіть нам.'],
    action: 'Переглянути мої сеанси',
  }),
  webhook_disabled: ({ host }) => ({
    subject: 'Один із ваших вебхуків вимкнено',
    lead: `Ми вимкнули ваш вебхук на ${host}: він не приймав того, що ми надсилали.`,
    paragraphs: [
      'Він відповів, що його більше немає, або п’ять днів відповідав лише помилками. Решта без змін.',
      'Коли він знову запрацює, увімкніть його. Пропущене можна надіслати ще раз зі списку доставок.',
    ],
    action: 'Переглянути мої вебхуки',
  }),
  credits_expiring: ({ credits, day }) => ({
    subject: 'Ваші кредити Ozvena скоро згорять',
    lead: `Кредити на вашому балансі (${credits}) згорять ${day}.`,
    paragraphs: ['Кредити зникають, якщо акаунтом не користувалися рік. Увійдіть до цього дня, і всі вони залишаться.'],
    action: 'Зберегти мої кредити',
  }),
  payment_received: ({ credits, amount, receipt }) => ({
    subject: `Квитанція ${receipt}: кредитів ${credits}`,
    lead: `Дякуємо. Ми отримали ${amount}, і на вашому балансі додалося кредитів: ${credits}.`,
    paragraphs: ['Квитанція зберігається у вашому обліковому записі: для друку або як PDF.'],
    action: 'Переглянути квитанцію',
  }),
  payment_refunded: ({ credits, amount, owed }) => ({
    subject: `Ми повернули ${amount}`,
    lead: `${amount} повертаються туди, звідки надійшли. З вашого балансу знято кредитів: ${credits}.`,
    paragraphs:
      owed === '0'
        ? []
        : [`Ще ${owed} вже витрачено: наступні надходження їх покриють, а доти нічого нового не створюється.`],
    action: 'Переглянути квитанцію',
  }),
  deletion_planned: ({ day }) => ({
    subject: 'Ваш акаунт Ozvena буде видалено',
    lead: `Ви попросили видалити акаунт. Його не стане ${day}.`,
    paragraphs: [
      'До того часу все працює, як раніше, і ви можете залишити акаунт одним натисканням.',
      'Якщо це були не ви, залиште акаунт і завершіть усі невідомі сеанси.',
    ],
    action: 'Залишити акаунт',
  }),
  deletion_called_off: () => ({
    subject: 'Ваш акаунт Ozvena залишається',
    lead: 'Видалення акаунта скасовано. Нічого не втрачено.',
    paragraphs: ['Якщо це були не ви, завершіть усі невідомі сеанси.'],
    action: 'Відкрити акаунт',
  }),
  account_deleted: () => ({
    subject: 'Ваш акаунт Ozvena видалено',
    lead: 'Як ви просили, ваш акаунт і все створене в ньому видалено.',
    paragraphs: ['Залишився тільки облік кредитів, без вашого імені та адреси. Це наш останній лист до вас.'],
  }),
};

/** What the mails of events say, by language and kind. */
export const MAIL_TEXTS: Record<MailLocale, typeof EN> = { en: EN, hi: HI, uk: UK };
