import { SIGN_IN_CODE_MS } from '../../contract/limits.ts';
import { type ComposedMail, composeMail } from '../mail/compose-mail.ts';

const MINUTES = SIGN_IN_CODE_MS / 60_000;

/** The sign-in mail: the code first. */
export const codeMail = (code: string): ComposedMail => {
  const spaced = `${code.slice(0, 3)} ${code.slice(3)}`;
  return composeMail({
    subject: `${spaced} is your Ozvena code`,
    lead: 'Your sign-in code is',
    figure: spaced,
    paragraphs: [
      `It works once, for ${MINUTES} minutes. If you did not ask for it, nobody can use it without this mail: delete it.`,
    ],
  });
};
