import { Trans, useLingui } from '@lingui/react/macro';
import { Suspense } from 'react';
import type { Job, JobAsset, Pieces } from '../../api/wire.ts';
import { formatNumber } from '../../format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EchoRings } from '../../ui/echo-rings.tsx';
import { Player } from '../../ui/player.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useNow } from '../../ui/use-now.ts';
import { etaInWords, lineInWords, statusInWords } from './job-words.ts';
import { FilmResult, ResultActions } from './lazy-results.ts';
import { mediaKindOf } from './media-kind.ts';

const SECOND_MS = 1_000;

/** Of a long script, how many of its pieces are spoken. */
const PiecesDone = ({ pieces }: { pieces: Pieces }) => {
  const { t } = useLingui();
  const [done, total] = [formatNumber(pieces.done), formatNumber(pieces.total)];
  return <p className="text-xs text-ink-3">{t`${done} of ${total} pieces`}</p>;
};

/** Whose turn it is, while it is not this one's: in the person's own line of heavy work, or at the vendor's. */
const Line = ({ linePosition, queuePosition }: Pick<Job, 'linePosition' | 'queuePosition'>) => {
  const words = lineInWords(linePosition, queuePosition);
  return words !== undefined && <p className="text-xs text-ink-3">{words}</p>;
};

/** What has come so far, as what it is. */
const PreviewMedia = ({ preview, title }: { preview: JobAsset; title: string }) => {
  const { t } = useLingui();
  const kind = mediaKindOf(preview);
  if (kind === 'image') {
    const { widthPx, heightPx } = preview;
    return (
      <img
        src={preview.url}
        alt={title === '' ? t`Preview` : title}
        width={widthPx ?? undefined}
        height={heightPx ?? undefined}
        className="h-auto w-full rounded-md border border-line"
      />
    );
  }
  if (kind === 'video') {
    return (
      <Suspense fallback={<Skeleton className="aspect-video" />}>
        <FilmResult asset={preview} label={t`Preview`} title={title} />
      </Suspense>
    );
  }
  return (
    <Player
      sound={preview.url}
      label={t`Preview`}
      durationSeconds={preview.durationMs === null ? undefined : preview.durationMs / SECOND_MS}
    />
  );
};

type JobProgressProps = { job: Job; stopping: boolean; onStop: () => void; onAgain: (() => void) | undefined };

/** Work under way: rings, how far, how long still, and the preview as soon as there is one. */
export const JobProgress = ({ job, stopping, onStop, onAgain }: JobProgressProps) => {
  const { t } = useLingui();
  const now = useNow(SECOND_MS);
  const eta = etaInWords(job, now);
  const percent = Math.round(job.progress * 100);
  const { preview } = job;
  return (
    <div className="grid gap-6">
      <div className="grid justify-items-center gap-4 pt-2">
        <EchoRings state="waiting" progress={job.progress} className={preview ? 'w-40' : 'w-56'}>
          <span className="text-xl font-semibold" aria-hidden="true">
            {percent}
            <span className="text-sm font-medium text-ink-3">%</span>
          </span>
        </EchoRings>
        <div className="grid justify-items-center gap-0.5 text-center">
          <p role="status" className="text-base font-semibold">
            {statusInWords(job.status)}
          </p>
          <p className="min-h-5 text-sm text-ink-2">{eta}</p>
          <Line linePosition={job.linePosition} queuePosition={job.queuePosition} />
          {job.pieces && job.pieces.total > 1 && <PiecesDone pieces={job.pieces} />}
        </div>
      </div>
      {preview && (
        <div className="grid gap-3 border-t border-line pt-5">
          <div className="flex gap-2">
            <Badge tone="sound">
              <Trans>Preview</Trans>
            </Badge>
            {job.demo && (
              <Badge>
                <Trans>Demo</Trans>
              </Badge>
            )}
          </div>
          <PreviewMedia preview={preview} title={job.title} />
          <div className="grid gap-2">
            <Progress label={t`Finalizing`} value={job.progress} />
            <p className="text-xs text-ink-3">
              {eta === undefined ? t`Finalizing the full quality.` : t`Finalizing the full quality, ${eta}.`}
            </p>
          </div>
          {onAgain && (
            <Suspense fallback={<div className="h-8" />}>
              <ResultActions
                jobId={job.jobId}
                acceptedNote={t`Accepted. The full quality comes by itself.`}
                onAgain={onAgain}
              />
            </Suspense>
          )}
        </div>
      )}
      <Button variant="quiet" loading={stopping} onClick={onStop} className="justify-self-center">
        <Trans>Stop this one</Trans>
      </Button>
    </div>
  );
};
