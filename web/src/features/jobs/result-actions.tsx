import { Trans, useLingui } from '@lingui/react/macro';
import { Check, RefreshCw } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { accept, isAccepted } from './accepted.ts';

type ResultActionsProps = {
  jobId: string;
  /** What accepting it means now. */
  acceptedNote: string;
  onAgain: () => void;
  children?: ReactNode;
};

/** What can be done with what came back (G-07): take it as it is, which costs nothing, or have it made anew. */
export const ResultActions = ({ jobId, acceptedNote, onAgain, children }: ResultActionsProps) => {
  const { t } = useLingui();
  const [isTaken, setTaken] = useState(() => isAccepted(jobId));
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="sr-only">{t`What to do with it`}</legend>
      <div className="flex flex-wrap gap-2">
        {!isTaken && (
          <Button
            size="sm"
            icon={<Check aria-hidden="true" className="size-3.5" />}
            onClick={() => {
              accept(jobId);
              setTaken(true);
            }}
          >
            <Trans>Accept</Trans>
          </Button>
        )}
        <Button size="sm" icon={<RefreshCw aria-hidden="true" className="size-3.5" />} onClick={onAgain}>
          <Trans>Re-generate</Trans>
        </Button>
        {children}
      </div>
      <p role="status" className="text-xs text-ink-3 empty:hidden">
        {isTaken && acceptedNote}
      </p>
    </fieldset>
  );
};
