import { useLingui } from '@lingui/react/macro';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { downloadUrlOf } from '../../api/client.ts';
import type { SceneAsset } from '../../api/wire.ts';
import { usePlayback } from '../../audio/use-playback.ts';
import { formatClock } from '../../format.ts';
import { cx } from '../../ui/cx.ts';
import { PlayButton } from '../../ui/play-button.tsx';
import { Scrubber } from '../../ui/player.tsx';

const SECOND_MS = 1_000;

/** The scenes that are made, each to be heard and kept by itself. One player serves them all. */
export const SceneList = ({ scenes }: { scenes: readonly SceneAsset[] }) => {
  const { t } = useLingui();
  const [heard, setHeard] = useState<string>();
  const scene = scenes.find(({ assetId }) => assetId === heard);
  const playback = usePlayback(scene?.url ?? '');
  const hear = ({ assetId, url }: SceneAsset) => {
    if (assetId === heard) return playback.toggle();
    setHeard(assetId);
    const audio = playback.ref.current;
    if (!audio) return;
    audio.src = url;
    playback.play();
  };
  return (
    <section aria-label={t`Scenes`} className="grid gap-2">
      {/* biome-ignore lint/a11y/useMediaCaption: the text that is spoken stands in its card */}
      <audio ref={playback.ref} preload="none" />
      <ol className="max-h-[26rem] divide-y divide-line overflow-y-auto border-y border-line">
        {scenes.map((made) => (
          <SceneRow
            key={made.assetId}
            scene={made}
            isHeard={made.assetId === heard}
            playing={made.assetId === heard && playback.playing}
            waiting={made.assetId === heard && playback.starved}
            onHear={() => hear(made)}
          />
        ))}
      </ol>
      {scene && (
        <Scrubber
          plain
          playback={playback}
          envelope={undefined}
          totalSeconds={playback.duration ?? (scene.durationMs ?? 0) / SECOND_MS}
          label={t`Position in the scene`}
          className="h-6"
        />
      )}
    </section>
  );
};

type SceneRowProps = { scene: SceneAsset; isHeard: boolean; playing: boolean; waiting: boolean; onHear: () => void };

const SceneRow = ({ scene, isHeard, playing, waiting, onHear }: SceneRowProps) => {
  const { t } = useLingui();
  const { number } = scene;
  return (
    <li className={cx('flex items-center gap-3 py-2', isHeard && 'bg-sound-wash')}>
      <PlayButton
        size="sm"
        tone={isHeard ? 'sound' : 'line'}
        playing={playing}
        waiting={waiting}
        what={t`scene ${number}`}
        onToggle={onHear}
      />
      <span className="min-w-0 grow">
        <span dir="auto" className="block truncate text-sm">
          {scene.title === null || scene.title === '' ? t`Scene ${number}` : `${number}. ${scene.title}`}
        </span>
      </span>
      {scene.durationMs !== null && (
        <span className="shrink-0 text-xs text-ink-3">{formatClock(scene.durationMs / SECOND_MS)}</span>
      )}
      <a
        href={downloadUrlOf(scene.url)}
        download
        aria-label={t`Download scene ${number}`}
        className="relative grid size-8 shrink-0 touch-reach-1.5 place-items-center rounded-sm text-ink-2 hover:bg-sunken hover:text-ink"
      >
        <Download aria-hidden="true" className="size-3.5" />
      </a>
    </li>
  );
};
