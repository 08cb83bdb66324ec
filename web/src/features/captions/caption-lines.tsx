import { Trans, useLingui } from '@lingui/react/macro';
import { memo, useEffect, useRef } from 'react';
import type { Playback } from '../../audio/use-playback.ts';
import { cx } from '../../ui/cx.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { type Cue, useCues } from './use-cues.ts';

/** What is spoken now stands this far down in its box. */
const READING_LINE = 0.35;

type CaptionLinesProps = {
  /** Whether the vendor told the times of words, or they were laid over the sentences. */
  aligned: 'word' | 'sentence';
  vttUrl: string;
  playback: Playback;
};

/** The words as they are spoken. Each line is the way to its moment. */
export const CaptionLines = ({ aligned, vttUrl, playback }: CaptionLinesProps) => {
  const { t } = useLingui();
  const { cues, current } = useCues(playback.ref, vttUrl);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const frame = box.current;
    const line = frame?.querySelector<HTMLElement>('[aria-current]');
    if (!frame || !line) return;
    const smooth = !matchMedia('(prefers-reduced-motion: reduce)').matches;
    const top = line.offsetTop - frame.clientHeight * READING_LINE;
    if (current >= 0) frame.scrollTo({ top, behavior: smooth ? 'smooth' : 'instant' });
  }, [current]);
  return (
    <section aria-label={t`Captions`} className="grid gap-1.5 border-t border-line pt-3">
      <div ref={box} className="scroll-fade relative h-44 overflow-y-auto py-4">
        {cues === undefined && <LinesWaiting />}
        {cues?.length === 0 && (
          <p className="text-sm text-ink-2">
            <Trans>The captions could not be read.</Trans>
          </p>
        )}
        {cues !== undefined && cues.length > 0 && (
          <ol className="grid gap-0.5">
            {cues.map((cue, index) => (
              <CaptionLine
                // biome-ignore lint/suspicious/noArrayIndexKey: a file of captions never changes its order
                key={index}
                cue={cue}
                isCurrent={index === current}
                onSeek={playback.seek}
              />
            ))}
          </ol>
        )}
      </div>
      {aligned === 'sentence' && (
        <p className="text-xs text-ink-3">
          <Trans>Timed by sentence; this vendor tells no times of words.</Trans>
        </p>
      )}
    </section>
  );
};

type CaptionLineProps = { cue: Cue; isCurrent: boolean; onSeek: (seconds: number) => void };

const CaptionLine = memo(({ cue, isCurrent, onSeek }: CaptionLineProps) => (
  <li className="[contain-intrinsic-size:auto_1.75rem] [content-visibility:auto]">
    <button
      type="button"
      dir="auto"
      aria-current={isCurrent || undefined}
      onClick={() => onSeek(cue.startSeconds)}
      className={cx(
        '-mx-1 w-[calc(100%+0.5rem)] rounded-xs px-1 py-0.5 text-start text-sm wrap-anywhere transition-colors duration-150',
        isCurrent ? 'font-medium text-ink' : 'text-ink-3 hover:text-ink-2',
      )}
    >
      {cue.text}
    </button>
  </li>
));

const LinesWaiting = () => (
  <div aria-busy="true" className="grid gap-3">
    <Skeleton className="h-4 w-11/12" />
    <Skeleton className="h-4 w-3/4" />
    <Skeleton className="h-4 w-5/6" />
    <Skeleton className="h-4 w-2/3" />
  </div>
);
