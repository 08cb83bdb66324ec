import type { NotificationKind } from '../../contract/notification-kinds.ts';
import type { MailLocale } from './compose-mail.ts';
import type { Facts, Said } from './mail-kinds.ts';

export type PlanMailKind = Extract<NotificationKind, `plan_${string}`> | 'enterprise_request';
type Texts = Record<PlanMailKind, (facts: Facts) => Said>;

/** It goes to the operators, who read English. */
const enterpriseRequest: Texts['enterprise_request'] = ({ company, email, credits, message }) => ({
  subject: `Enterprise: ${company}`,
  lead: `${company} asks for a plan of ${credits} credits a month. Answer to ${email}.`,
  paragraphs: [message],
});

const EN: Texts = {
  plan_payment_failed: ({ amount }) => ({
    subject: 'The payment of your Ozvena plan has failed',
    lead: `Your bank did not let ${amount} through for the next cycle of your plan.`,
    paragraphs: [
      'You keep Pro for now: the payment is tried again over the next days. See to it that your card has enough on it.',
    ],
    action: 'Look at my plan',
  }),
  plan_halted: () => ({
    subject: 'Your Ozvena plan is halted',
    lead: 'The payment of your plan has failed several times, and is not tried again. You are on Free.',
    paragraphs: ['The credits on your balance stay. To go on with Pro, end this plan and choose one anew.'],
    action: 'Look at my plan',
  }),
  plan_ended: () => ({
    subject: 'Your Ozvena plan has ended',
    lead: 'Your Pro plan is over, and nothing more is charged for it. You are on Free.',
    paragraphs: ['The credits on your balance stay. You can choose a plan again at any time.'],
    action: 'See the plans',
  }),
  enterprise_request: enterpriseRequest,
};

const HI: Texts = {
  plan_payment_failed: ({ amount }) => ({
    subject: 'आपके Ozvena प्लान का भुगतान नहीं हो पाया',
    lead: `आपके प्लान के अगले चक्र के लिए आपके बैंक ने ${amount} का भुगतान नहीं होने दिया।`,
    paragraphs: ['अभी Pro आपके पास रहेगा: अगले कुछ दिनों में भुगतान फिर आज़माया जाएगा। देख लें कि आपके कार्ड में पर्याप्त राशि है।'],
    action: 'मेरा प्लान देखें',
  }),
  plan_halted: () => ({
    subject: 'आपका Ozvena प्लान रुक गया है',
    lead: 'आपके प्लान का भुगतान कई बार असफल रहा, और अब फिर नहीं आज़माया जाएगा। आप Free पर हैं।',
    paragraphs: ['आपके बैलेंस के क्रेडिट बने रहेंगे। Pro जारी रखने के लिए यह प्लान समाप्त करें और नया चुनें।'],
    action: 'मेरा प्लान देखें',
  }),
  plan_ended: () => ({
    subject: 'आपका Ozvena प्लान समाप्त हो गया',
    lead: 'आपका Pro प्लान पूरा हो गया है, और उसके लिए अब कुछ नहीं लिया जाएगा। आप Free पर हैं।',
    paragraphs: ['आपके बैलेंस के क्रेडिट बने रहेंगे। आप कभी भी फिर से प्लान चुन सकते हैं।'],
    action: 'प्लान देखें',
  }),
  enterprise_request: enterpriseRequest,
};

const UK: Texts = {
  plan_payment_failed: ({ amount }) => ({
    subject: 'Не вдалося оплатити ваш план Ozvena',
    lead: `Ваш банк не пропустив ${amount} за наступний цикл вашого плану.`,
    paragraphs: [
      'Поки що Pro залишається з вами: найближчими днями оплату буде повторено. Перевірте, чи досить коштів на картці.',
    ],
    action: 'Переглянути мій план',
  }),
  plan_halted: () => ({
    subject: 'Ваш план Ozvena призупинено',
    lead: 'Оплата вашого плану кілька разів не вдалася, і більше її не повторюватимуть. Ви на плані Free.',
    paragraphs: ['Кредити на балансі залишаються. Щоб мати Pro далі, завершіть цей план і виберіть новий.'],
    action: 'Переглянути мій план',
  }),
  plan_ended: () => ({
    subject: 'Ваш план Ozvena завершено',
    lead: 'Ваш план Pro завершився, і за нього більше нічого не стягуватимуть. Ви на плані Free.',
    paragraphs: ['Кредити на балансі залишаються. Вибрати план знову можна будь-коли.'],
    action: 'Переглянути плани',
  }),
  enterprise_request: enterpriseRequest,
};

/** What the mails about plans say, by language and kind. */
export const PLAN_MAIL_TEXTS: Record<MailLocale, Texts> = { en: EN, hi: HI, uk: UK };
