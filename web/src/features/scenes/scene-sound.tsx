import { useLingui } from '@lingui/react/macro';
import type { SceneAsset } from '../../api/wire.ts';
import { usePlayback } from '../../audio/use-playback.ts';
import { formatClock } from '../../format.ts';
import { PlayButton } from '../../ui/play-button.tsx';

const SECOND_MS = 1_000;

/** The scene as it was made last, at a press. */
export const SceneSound = ({ sound, number }: { sound: SceneAsset; number: number }) => {
  const { t } = useLingui();
  const playback = usePlayback(sound.url);
  const length = (sound.durationMs ?? 0) / SECOND_MS;
  return (
    <span className="inline-flex items-center gap-2 text-xs text-ink-3">
      {/* biome-ignore lint/a11y/useMediaCaption: the text that is spoken stands right above */}
      <audio ref={playback.ref} src={sound.url} preload="none" />
      <PlayButton
        size="sm"
        tone={playback.playing ? 'sound' : 'line'}
        playing={playback.playing}
        waiting={playback.starved}
        disabled={playback.failed}
        what={t`scene ${number}`}
        onToggle={playback.toggle}
      />
      <span dir="ltr">{formatClock(playback.seconds > 0 ? playback.seconds : length)}</span>
    </span>
  );
};
