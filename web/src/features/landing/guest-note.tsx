import { plural, t } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { ApiError } from '../../api/api-error.ts';
import { messageOf } from '../../api/api-error.ts';
import type { GuestAllowance } from '../../api/wire.ts';
import { formatUntil } from '../../format.ts';
import { useTryStudio } from '../session/use-try-studio.ts';
import type { GuestSpeech } from './use-guest-speech.ts';

type GuestNoteProps = {
  id: string;
  allowance: GuestAllowance | undefined;
  error: ApiError | undefined;
  voicesError: Error | null;
  /** Why the text cannot be spoken as it stands. */
  fault: string | undefined;
  status: GuestSpeech['status'];
};

const remainingText = ({ remaining, resetsAt }: GuestAllowance): string => {
  const wait = formatUntil(resetsAt, Date.now());
  if (remaining === 0) return t`Today's tries are used. New ones in ${wait}.`;
  return plural(remaining, { one: '# try left today.', other: '# tries left today.' });
};

const usedUpText = (allowance: GuestAllowance | undefined): string => {
  if (!allowance) return t`You have used today's free tries. They come back at 00:00 UTC.`;
  const wait = formatUntil(allowance.resetsAt, Date.now());
  return t`You have used today's free tries. They come back in ${wait}, at 00:00 UTC.`;
};

/** The one line under the demo. It always has its place, so the page never jumps when it speaks. */
export const GuestNote = ({ id, allowance, error, voicesError, fault, status }: GuestNoteProps) => {
  const { t } = useLingui();
  const studio = useTryStudio();
  const limited = error?.code === 'guest_limit_reached';
  const spent = limited || allowance?.remaining === 0;
  let words: string | undefined;
  if (limited) words = usedUpText(allowance);
  else if (error) words = messageOf(error);
  else if (fault !== undefined) words = fault;
  else if (voicesError) words = t`The voices could not be loaded; the house voice will speak.`;
  else if (status === 'asking') words = t`Speaking…`;
  else if (allowance) words = remainingText(allowance);
  const faulty = fault !== undefined || (error !== undefined && !limited);
  return (
    <p
      id={id}
      aria-live="polite"
      className="min-h-10 basis-full content-center text-sm text-ink-2 lg:min-w-0 lg:flex-1 lg:text-end"
    >
      <span className={faulty ? 'text-danger' : undefined}>{words}</span>{' '}
      {spent && (
        <button
          type="button"
          onClick={studio.open}
          className="rounded-xs font-semibold text-ink underline decoration-sound decoration-2 underline-offset-4"
        >
          {studio.message ?? t`Try the studio`}
        </button>
      )}
    </p>
  );
};
