import { t } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Download, RotateCcw } from 'lucide-react';
import { Suspense } from 'react';
import { downloadUrlOf } from '../../api/client.ts';
import type { Job, JobAsset } from '../../api/wire.ts';
import { formatBytes, formatDay } from '../../format.ts';
import { Arrive } from '../../ui/arrive.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Player } from '../../ui/player.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { CaptionLines, SceneList } from '../speech/lazy-parts.ts';
import { costInWords, fileKindOf, jobFaultInWords } from './job-words.ts';
import { FilmResult, Pictures, ResultActions } from './lazy-results.ts';
import { mediaKindOf } from './media-kind.ts';

const SECOND_MS = 1_000;

type JobResultProps = {
  job: Job;
  onReuse: () => void;
  onAgain: (() => void) | undefined;
  onRemoved: (() => void) | undefined;
};

/** What came of it: what is heard or seen with its downloads, or why there is none and what became of the credits. */
export const JobResult = ({ job, onReuse, onAgain, onRemoved }: JobResultProps) => {
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
        <p>{creditsOf(job)}</p>
      </EmptyState>
    );
  }
  return (
    <Arrive className="relative grid grid-cols-1 gap-5">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone="good">
          <Trans>Ready</Trans>
        </Badge>
        {job.demo && (
          <Badge>
            <Trans>Demo</Trans>
          </Badge>
        )}
        {job.fallbackUsed && (
          <Badge>
            <Trans>Another vendor’s</Trans>
          </Badge>
        )}
        <span className="ms-auto text-xs text-ink-3">{costInWords(job)}</span>
      </div>
      <ResultMedia job={job} final={final} />
      <div className="grid gap-3">
        {/* Of several pictures each has its own. */}
        {job.finals.length === 1 && <Downloads final={final} />}
        {onAgain && onRemoved && (
          <Suspense fallback={<div className="h-8" />}>
            <ResultActions
              jobId={job.jobId}
              acceptedNote={t`It is yours, and in your history.`}
              onAgain={onAgain}
              onRemoved={onRemoved}
            />
          </Suspense>
        )}
        <div className="flex flex-wrap gap-2">{reuse}</div>
      </div>
      {job.expiresAt !== null && (
        <p className="text-xs text-ink-3">
          <Trans>Kept until {formatDay(job.expiresAt)}; what you download stays with you.</Trans>
        </p>
      )}
    </Arrive>
  );
};

/** By what it is: scenes in a list, pictures as tiles, a film or a sound in a player. */
const ResultMedia = ({ job, final }: { job: Job; final: JobAsset }) => {
  const { t } = useLingui();
  const kind = mediaKindOf(final);
  if (job.scenes.length > 0) {
    return (
      <Suspense fallback={<Skeleton className="h-64" />}>
        <SceneList scenes={job.scenes} />
      </Suspense>
    );
  }
  if (kind === 'image') {
    return (
      <Suspense fallback={<Skeleton className="aspect-square" />}>
        <Pictures jobId={job.jobId} pictures={job.finals} prompt={job.title} />
      </Suspense>
    );
  }
  if (kind === 'video') {
    return (
      <Suspense fallback={<Skeleton className="aspect-video" />}>
        <FilmResult asset={final} label={t`Result`} title={job.title} />
      </Suspense>
    );
  }
  return <Sound final={final} />;
};

const Sound = ({ final }: { final: JobAsset }) => {
  const { t } = useLingui();
  const { captions } = final;
  return (
    <Player
      sound={final.url}
      label={t`Result`}
      field
      durationSeconds={final.durationMs === null ? undefined : final.durationMs / SECOND_MS}
      along={
        captions === null
          ? undefined
          : (playback) => (
              <Suspense fallback={<div className="h-48" />}>
                <CaptionLines aligned={captions.aligned} vttUrl={captions.vttUrl} playback={playback} />
              </Suspense>
            )
      }
    >
      <span>
        {fileKindOf(final)}, {formatBytes(final.sizeBytes)}
      </span>
    </Player>
  );
};

/** The file itself, and its captions beside it. */
const Downloads = ({ final }: { final: JobAsset }) => {
  const kind = fileKindOf(final);
  return (
    <div className="flex flex-wrap gap-1.5">
      <a href={downloadUrlOf(final.url)} download className={buttonClass('solid')}>
        <Download aria-hidden="true" className="size-4" /> <Trans>Download {kind}</Trans>
      </a>
      {final.captions && (
        <>
          <a href={downloadUrlOf(final.captions.srtUrl)} download className={buttonClass('line', 'md', 'px-3')}>
            SRT
          </a>
          <a href={downloadUrlOf(final.captions.vttUrl)} download className={buttonClass('line', 'md', 'px-3')}>
            VTT
          </a>
        </>
      )}
    </div>
  );
};

/** Every end says what happened to the credits. */
const creditsOf = (job: Job): string => {
  if (job.returnedCredits === 0) return job.costCredits === 0 ? t`Nothing was charged.` : '';
  return job.returnedCredits >= job.costCredits ? t`Your credits are back.` : `${costInWords(job)}.`;
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
