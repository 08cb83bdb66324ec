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
  if (remaining === 0) return `Today's tries are used. New ones in ${formatUntil(resetsAt, Date.now())}.`;
  return remaining === 1 ? 'One try left today.' : `${remaining} tries left today.`;
};

/** The one line under the demo. It always has its place, so the page never jumps when it speaks. */
export const GuestNote = ({ id, allowance, error, voicesError, fault, status }: GuestNoteProps) => {
  const studio = useTryStudio();
  const limited = error?.code === 'guest_limit_reached';
  const spent = limited || allowance?.remaining === 0;
  const resets = allowance && `They come back in ${formatUntil(allowance.resetsAt, Date.now())}, at 00:00 UTC.`;
  let words: string | undefined;
  if (limited) words = `You have used today's free tries. ${resets ?? 'They come back at 00:00 UTC.'}`;
  else if (error) words = messageOf(error);
  else if (fault !== undefined) words = fault;
  else if (voicesError) words = 'The voices could not be loaded; the house voice will speak.';
  else if (status === 'asking') words = 'Speaking…';
  else if (allowance) words = remainingText(allowance);
  const faulty = fault !== undefined || (error !== undefined && !limited);
  return (
    <p
      id={id}
      aria-live="polite"
      className="min-h-10 basis-full content-center text-sm text-ink-2 sm:ms-auto sm:basis-auto sm:text-end"
    >
      <span className={faulty ? 'text-danger' : undefined}>{words}</span>{' '}
      {spent && (
        <button
          type="button"
          onClick={studio.open}
          className="rounded-xs font-semibold text-ink underline decoration-sound decoration-2 underline-offset-4"
        >
          {studio.message ?? 'Try the studio'}
        </button>
      )}
    </p>
  );
};
