import { Trans, useLingui } from '@lingui/react/macro';
import { type KeyboardEvent, useEffect, useId } from 'react';
import { type Sound, useEnvelope, useSoundAddress } from '../../audio/use-envelope.ts';
import { usePlayback } from '../../audio/use-playback.ts';
import { PlayButton } from '../../ui/play-button.tsx';
import { Waveform } from '../../ui/waveform.tsx';
import { cutOf, formatTenths, startAfterKey } from './trim.ts';

const SECOND_MS = 1_000;
const PERCENT = 100;
/** A browser seeks to a sample, not to a number. */
const SLACK_MS = 50;

type AudioTrimProps = {
  /** The address of the whole sound, or its bytes. */
  sound: Sound;
  durationMs: number;
  /** How much of it is used. */
  seconds: number;
  startMs: number;
  onChange: (startMs: number) => void;
};

/**
 * Which part of a sound is used: a window over its waveform, moved as a slider is, by pointer, finger and keys. Plays
 * that part alone. The texts are those of the area `editor`.
 */
export const AudioTrim = ({ sound, durationMs, seconds, startMs, onChange }: AudioTrimProps) => {
  const { t } = useLingui();
  const labelId = useId();
  const src = useSoundAddress(sound);
  const envelope = useEnvelope(sound);
  const playback = usePlayback(src);
  const cut = cutOf({ startMs, seconds, durationMs });
  const [from, to, whole] = [cut.startMs, cut.endMs, durationMs].map(formatTenths);
  const isWhole = cut.latestStartMs === 0;
  const { playing, seek, ref } = playback;
  const positionMs = playback.seconds * SECOND_MS;
  const isInside = positionMs >= cut.startMs - SLACK_MS && positionMs < cut.endMs;

  useEffect(() => {
    if (playing && positionMs >= cut.endMs) ref.current?.pause();
  }, [playing, positionMs, cut.endMs, ref]);
  // A window that moves takes what is being heard along.
  const isKnown = playback.duration !== undefined;
  useEffect(() => {
    if (isKnown) seek(cut.startMs / SECOND_MS);
  }, [isKnown, seek, cut.startMs]);

  const toggle = () => {
    if (!playing && !isInside) seek(cut.startMs / SECOND_MS);
    playback.toggle();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = startAfterKey(event.key, event.shiftKey, cut);
    if (next === undefined) return;
    event.preventDefault();
    onChange(next);
  };
  const at = (ms: number): number => (ms / durationMs) * PERCENT;
  return (
    <section aria-labelledby={labelId} className="grid min-w-0 gap-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span id={labelId} className="text-sm font-medium text-ink-2">
          <Trans>The part that is used</Trans>
        </span>
        <span className="text-xs text-ink-3">
          {isWhole ? (
            <Trans>All of it, {whole}</Trans>
          ) : (
            <Trans>
              {from} to {to} of {whole}
            </Trans>
          )}
        </span>
      </div>
      {/* biome-ignore lint/a11y/useMediaCaption: a sound of the listener's own */}
      <audio ref={ref} src={src === '' ? undefined : src} preload="metadata" />
      <div className="flex min-w-0 items-center gap-4">
        <PlayButton
          playing={playing}
          waiting={playback.starved}
          disabled={src === '' || playback.failed}
          what={t`the part that is used`}
          tone="line"
          onToggle={toggle}
        />
        {/* Time runs from left to right in every language. */}
        <div
          dir="ltr"
          className="relative h-14 min-w-0 grow rounded-sm has-focus-visible:outline-2 has-focus-visible:outline-offset-4 has-focus-visible:outline-sound-ink"
        >
          <Waveform
            envelope={envelope}
            totalSeconds={durationMs / SECOND_MS}
            part={[cut.startMs / durationMs, cut.endMs / durationMs]}
            played={isInside ? positionMs / durationMs : cut.startMs / durationMs}
            className="absolute inset-0 block size-full"
          />
          <span
            className="absolute inset-y-0 rounded-sm border-2 border-sound-ink"
            style={{ left: `${at(cut.startMs)}%`, width: `${at(cut.endMs - cut.startMs)}%` }}
          />
          {!isWhole && (
            <input
              type="range"
              min={0}
              max={cut.latestStartMs}
              step={100}
              value={cut.startMs}
              aria-label={t`Where the part begins`}
              aria-valuetext={t`${from} to ${to} of ${whole}`}
              onChange={(event) => onChange(Number(event.target.value))}
              onKeyDown={onKeyDown}
              className="absolute inset-0 size-full touch-pan-y range-veil"
            />
          )}
        </div>
      </div>
      {playback.failed && (
        <p role="alert" className="text-xs text-danger">
          <Trans>This sound could not be loaded. Reload the page to try again.</Trans>
        </p>
      )}
    </section>
  );
};
