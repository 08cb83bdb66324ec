import { Trans, useLingui } from '@lingui/react/macro';
import { Check, RefreshCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { useRemoval } from '../history/use-removal.ts';
import { accept, isAccepted } from '../jobs/accepted.ts';

const ICON = 'size-3.5';

type ResultActionsProps = {
  jobId: string;
  /** What accepting it means now. */
  acceptedNote: string;
  onAgain: () => void;
  /** Left out for one that is still being made: that one is stopped. */
  onRemoved?: () => void;
};

/** What can be done with what came back (G-07): taken as it is, which costs nothing, made anew, or removed. */
export const ResultActions = ({ jobId, acceptedNote, onAgain, onRemoved }: ResultActionsProps) => {
  const { t } = useLingui();
  const [isTaken, setTaken] = useState(() => isAccepted(jobId));
  const removal = useRemoval();
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="sr-only">{t`What to do with it`}</legend>
      <div className="flex flex-wrap gap-1.5">
        {!isTaken && (
          <Button
            size="sm"
            icon={<Check aria-hidden="true" className={ICON} />}
            onClick={() => {
              accept(jobId);
              setTaken(true);
            }}
          >
            <Trans>Accept</Trans>
          </Button>
        )}
        <Button size="sm" icon={<RefreshCw aria-hidden="true" className={ICON} />} onClick={onAgain}>
          <Trans>Re-generate</Trans>
        </Button>
        {onRemoved && (
          <Button
            size="sm"
            variant="quiet"
            className="px-2"
            icon={<Trash2 aria-hidden="true" className={ICON} />}
            loading={removal.isPending}
            onClick={() => removal.mutate([jobId], { onSuccess: onRemoved })}
          >
            <Trans>Delete</Trans>
          </Button>
        )}
      </div>
      <p role="status" className="text-xs text-ink-3 empty:hidden">
        {isTaken && acceptedNote}
      </p>
    </fieldset>
  );
};
