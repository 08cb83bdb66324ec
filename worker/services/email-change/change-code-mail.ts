import { SIGN_IN_CODE_MS } from '../../contract/limits.ts';
import { type ComposedMail, composeMail, type MailLocale } from '../mail/compose-mail.ts';

const MINUTES = SIGN_IN_CODE_MS / 60_000;

const TEXTS: Record<MailLocale, { subject: (code: string) => string; lead: string; paragraph: string }> = {
  en: {
    subject: (code) => `${code} confirms your new address`,
    lead: 'To sign in to Ozvena with this address from now on, give this code in your account:',
    paragraph: `It works once, for ${MINUTES} minutes. If you did not ask for it, delete this mail: nothing changes.`,
  },
  hi: {
    subject: (code) => `${code} आपके नए पते की पुष्टि करता है`,
    lead: 'आगे से इस पते से Ozvena में साइन इन करने के लिए, अपने खाते में यह कोड दें:',
    paragraph: `यह एक बार, ${MINUTES} मिनट तक चलता है। अगर आपने नहीं माँगा, तो यह मेल मिटा दें: कुछ नहीं बदलेगा।`,
  },
  uk: {
    subject: (code) => `${code} підтверджує вашу нову адресу`,
    lead: 'Щоб надалі входити в Ozvena з цієї адреси, введіть цей код у своєму акаунті:',
    paragraph: `Він діє один раз, ${MINUTES} хвилин. Якщо ви його не просили, видаліть цей лист: нічого не зміниться.`,
  },
};

/** The mail to an address that is to become somebody's: the code that proves it. */
export const changeCodeMail = (code: string, locale: MailLocale = 'en'): ComposedMail => {
  const spaced = `${code.slice(0, 3)} ${code.slice(3)}`;
  const { subject, lead, paragraph } = TEXTS[locale];
  return composeMail({ locale, subject: subject(spaced), lead, figure: spaced, paragraphs: [paragraph] });
};
