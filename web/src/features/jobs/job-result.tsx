import { t } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Download, RotateCcw } from 'lucide-react';
import { downloadUrlOf } from '../../api/client.ts';
import type { Job } from '../../api/wire.ts';
import { formatBytes, formatDay } from '../../format.ts';
import { Arrive } from '../../ui/arrive.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Player } from '../../ui/player.tsx';
import { costInWords, jobFaultInWords } from './job-words.ts';

const SECOND_MS = 1_000;

type JobResultProps = { job: Job; onReuse: () => void };

/** What came of it: the sound with its download, or why there is none and what became of the credits. */
export const JobResult = ({ job, onReuse }: JobResultProps) => {
  const { t } = useLingui();
  const [final] = job.finals;
  const reuse = (
    <Button icon={<RotateCcw aria-hidden="true" className="size-4" />} onClick={onReuse}>
      <Trans>Use these settings</Trans>
    </Button>
  );
  if (job.status !== 'completed' || final === undefined) {
    return (
      <EmptyState
        tone={job.status === 'failed' || job.status === 'expired' ? 'failed' : 'still'}
        title={endedTitle(job)}
        action={reuse}
      >
        <p>{reasonOf(job)}</p>
        <p>{job.returnedCredits > 0 ? `${costInWords(job)}.` : ''}</p>
      </EmptyState>
    );
  }
  return (
    <Arrive className="grid gap-5">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone="good">
          <Trans>Ready</Trans>
        </Badge>
        {job.demo && (
          <Badge>
            <Trans>Demo</Trans>
          </Badge>
        )}
        <span className="ms-auto text-xs text-ink-3">{costInWords(job)}</span>
      </div>
      <Player
        sound={final.url}
        label={t`Result`}
        field
        durationSeconds={final.durationMs === null ? undefined : final.durationMs / SECOND_MS}
      >
        <span>MP3, {formatBytes(final.sizeBytes)}</span>
      </Player>
      <div className="flex flex-wrap gap-2">
        <a href={downloadUrlOf(final.url)} download className={buttonClass('solid')}>
          <Download aria-hidden="true" className="size-4" /> <Trans>Download</Trans>
        </a>
        {reuse}
      </div>
      {job.expiresAt !== null && (
        <p className="text-xs text-ink-3">
          <Trans>Kept until {formatDay(job.expiresAt)}; what you download stays with you.</Trans>
        </p>
      )}
    </Arrive>
  );
};

const reasonOf = (job: Job): string => {
  if (job.error) return jobFaultInWords(job.error);
  return job.status === 'completed' ? t`Files are kept for two weeks.` : '';
};

const endedTitle = (job: Job): string => {
  if (job.status === 'failed') return t`This one did not come back`;
  if (job.status === 'canceled') return t`Stopped before it was done`;
  if (job.status === 'expired') return t`It took too long`;
  return t`Its files have gone`;
};
