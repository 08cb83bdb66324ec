import { useMemo } from 'react';
import { Card } from '../../ui/card.tsx';
import { EchoRings } from '../../ui/echo-rings.tsx';
import { PlayButton } from '../../ui/play-button.tsx';
import { Player } from '../../ui/player.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Waveform } from '../../ui/waveform.tsx';
import { Group, Specimen } from './specimen.tsx';
import { toneWav } from './tone-wav.ts';

const noop = () => undefined;

/** What makes sound, shows it, and waits for it. */
export const SoundSpecimens = () => {
  const tone = useMemo(() => toneWav(6), []);
  const noise = useMemo(() => new Blob(['no sound']), []);
  const envelope = useMemo(
    () => Float32Array.from({ length: 300 }, (_, at) => Math.abs(Math.sin(at / 9) * Math.sin(at / 41))),
    [],
  );
  return (
    <Group title="Sound">
      <Specimen name="Rings: still, waiting, with progress, done, failed" wide>
        <div className="grid grid-cols-2 gap-6 sm:grid-cols-5">
          <EchoRings state="still" />
          <EchoRings state="waiting" />
          <EchoRings state="waiting" progress={0.42}>
            <span className="text-sm font-semibold">42%</span>
          </EchoRings>
          <EchoRings state="done" />
          <EchoRings state="failed" progress={0.3} />
        </div>
      </Specimen>
      <Specimen name="Player, with rings: play it">
        <Card className="relative isolate overflow-clip p-6">
          <Player sound={tone} label="Specimen" field />
        </Card>
      </Specimen>
      <Specimen name="Player: nothing yet, longer than is drawn, failed">
        <Card className="grid gap-6 p-6">
          <Player sound="" label="Empty" durationSeconds={12} tone="line" />
          <Player sound="" label="Long" durationSeconds={1_260} tone="line" />
          <Player sound={noise} label="Failed" tone="line" />
        </Card>
      </Specimen>
      <Specimen name="Waveform: heard, ahead, not arrived">
        <div className="grid gap-4">
          <Waveform envelope={envelope} totalSeconds={6} played={0.4} />
          <Waveform envelope={envelope} totalSeconds={12} played={0.1} />
          <Waveform envelope={undefined} totalSeconds={12} played={0} />
        </div>
      </Specimen>
      <Specimen name="Play: sizes, playing, waiting, disabled">
        <div className="flex flex-wrap items-center gap-4">
          <PlayButton size="sm" playing={false} onToggle={noop} tone="line" what="small" />
          <PlayButton playing={false} onToggle={noop} what="medium" />
          <PlayButton size="lg" playing onToggle={noop} what="large" />
          <PlayButton playing={false} waiting onToggle={noop} what="waiting" />
          <PlayButton playing={false} disabled onToggle={noop} what="disabled" />
        </div>
      </Specimen>
      <Specimen name="Progress: part way, not known" wide>
        <div className="grid gap-5">
          <Progress label="Specimen" value={0.62} />
          <Progress label="Specimen" />
        </div>
      </Specimen>
    </Group>
  );
};
