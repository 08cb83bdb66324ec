import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { SignInProblem } from '../../api/wire.ts';

/** What the server says of another house's way, and what happened on this page. */
type DoorProblemCode = SignInProblem | 'second_factor_expired';

const WORDS: Record<DoorProblemCode, MessageDescriptor> = {
  google_denied: msg`You did not go on at Google. Nothing has changed; try again, or use your e-mail.`,
  google_expired: msg`This sign-in has run out or was opened in another browser. Please begin again.`,
  second_factor_expired: msg`This sign-in has run out. Please begin again.`,
  google_unverified: msg`Google has not verified this e-mail address. Sign in with a code instead.`,
  google_unavailable: msg`Google could not be reached just now. Try again, or use your e-mail.`,
  google_off: msg`Google is not set up here. Use your e-mail.`,
  account_blocked: msg`This account is suspended.`,
  rate_limited: msg`Too many tries. Please wait a minute.`,
  unavailable: msg`Signing in did not work just now. Please try again.`,
};

const isKnown = (problem: string): problem is DoorProblemCode => Object.hasOwn(WORDS, problem);

/** Why somebody who went through another house is back at the door. A word that is not ours is not shown. */
export const DoorProblem = ({ problem }: { problem: string | null }) => {
  const { t } = useLingui();
  if (problem === null || !isKnown(problem)) return null;
  return (
    <p role="alert" className="rounded-sm border border-danger bg-danger-wash px-3 py-2 text-sm">
      {t(WORDS[problem])}
    </p>
  );
};
