import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { MediaRef, Quote } from '../../api/wire.ts';
import { ChoiceRow } from '../../ui/choice-row.tsx';
import { ExampleRow } from '../editor/example-row.tsx';
import { AudioTrim } from '../media-input/audio-trim.tsx';
import { MediaInput } from '../media-input/media-input.tsx';
import { mediaQuery } from '../media-input/media-query.ts';
import { fieldProblemOf } from '../tool-parts/quote-problem.ts';
import { ToolHead } from '../tool-parts/tool-head.tsx';
import { useExample } from '../tool-parts/use-example.ts';
import type { Draft } from './draft.ts';
import { SpokenSound } from './spoken-sound.tsx';

type PortraitInputsProps = {
  draft: Draft;
  error: Error | null;
  quote: Quote | undefined;
  onChange: (change: Partial<Draft>) => void;
};

/** Whose picture it is, and what is heard of him: a file, or words that are spoken first. */
export const PortraitInputs = ({ draft, error, quote, onChange }: PortraitInputsProps) => {
  const { t } = useLingui();
  const example = useExample();
  const { source, audio } = draft;
  return (
    <>
      <ToolHead title={t`Portraits`} quote={quote} />
      <div className="grid content-start gap-6 px-4 pt-4 pb-6 sm:px-6">
        <MediaInput
          kind="image"
          label={t`Picture`}
          value={draft.image}
          error={fieldProblemOf(error, 'image')}
          onChange={(image) => onChange({ image })}
        />
        <div className="grid gap-3">
          <ChoiceRow
            label={t`Where the sound comes from`}
            value={source}
            onValueChange={(chosen) => onChange({ source: chosen })}
            options={[
              { value: 'file', label: t`A recording` },
              { value: 'spoken', label: t`Have it spoken` },
            ]}
          />
          {source === 'file' ? (
            <MediaInput
              kind="audio"
              label={t`Sound`}
              value={audio}
              error={fieldProblemOf(error, 'audio')}
              onChange={(taken) => onChange({ audio: taken, startMs: 0 })}
            />
          ) : (
            <SpokenSound draft={draft} onChange={onChange} />
          )}
          {audio !== undefined && (
            <Trim
              audio={audio}
              seconds={draft.seconds}
              startMs={draft.startMs}
              onChange={(startMs) => onChange({ startMs })}
            />
          )}
        </div>
        <ExampleRow
          disabled={example.isFetching}
          examples={[{ name: t`A greeting` }]}
          onPick={() => {
            example.fetch('person.jpg', (image) => onChange({ image }));
            example.fetch('greeting.mp3', (taken) => onChange({ source: 'file', audio: taken, startMs: 0 }));
          }}
        />
      </div>
    </>
  );
};

type TrimProps = { audio: MediaRef; seconds: number; startMs: number; onChange: (startMs: number) => void };

/** Which part of the sound is used, once it is known how long it is. */
const Trim = ({ audio, seconds, startMs, onChange }: TrimProps) => {
  const { data } = useQuery(mediaQuery('audio', audio));
  if (!data?.durationMs) return null;
  return (
    <AudioTrim sound={data.url} durationMs={data.durationMs} seconds={seconds} startMs={startMs} onChange={onChange} />
  );
};
