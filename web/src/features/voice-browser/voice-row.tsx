import { useLingui } from '@lingui/react/macro';
import { Check } from 'lucide-react';
import { memo } from 'react';
import type { Voice } from '../../api/wire.ts';
import { cx } from '../../ui/cx.ts';
import { PlayButton } from '../../ui/play-button.tsx';
import { describeVoice, genderInWords } from '../voices/voice-words.ts';
import { languagesInWords } from './browser-words.ts';
import type { SampleState } from './use-sample.ts';

type VoiceRowProps = {
  voice: Voice;
  vendorName: string;
  isChosen: boolean;
  /** Where Tab comes in; the arrow keys do the rest. */
  isStop: boolean;
  sample: SampleState['status'];
  onHear: (voice: Voice) => void;
  onPick: (voice: Voice) => void;
};

/** A voice in a line or two. Rows out of sight are not laid out, so hundreds of them scroll as twenty do. */
export const VoiceRow = memo(({ voice, vendorName, isChosen, isStop, sample, onHear, onPick }: VoiceRowProps) => {
  const { t } = useLingui();
  const voiceName = voice.name;
  const isPlaying = sample === 'playing' || sample === 'waiting';
  return (
    <li
      className={cx(
        'flex items-center gap-3 border-b border-line px-2 py-2.5 [contain-intrinsic-size:auto_4rem] [content-visibility:auto] sm:px-3',
        isChosen && 'bg-sound-wash',
      )}
    >
      <PlayButton
        size="sm"
        tone={isPlaying ? 'sound' : 'line'}
        playing={isPlaying}
        waiting={sample === 'waiting'}
        what={t`sample of ${voiceName}`}
        tabIndex={-1}
        onToggle={() => onHear(voice)}
      />
      <button
        type="button"
        data-voice={voice.id}
        aria-pressed={isChosen}
        tabIndex={isStop ? 0 : -1}
        onClick={() => onPick(voice)}
        className="grid min-w-0 grow grid-cols-[minmax(0,1fr)_auto] gap-x-4 rounded-xs text-start focus-visible:outline-offset-4 hover:[&_.name]:underline"
      >
        <span className="flex min-w-0 items-baseline gap-2">
          <span dir="auto" className="name truncate text-sm font-semibold underline-offset-4">
            {voiceName}
          </span>
          <span className="shrink-0 text-xs text-ink-3">{genderInWords(voice.gender)}</span>
          {isChosen && <Check aria-hidden="true" className="size-3.5 shrink-0 self-center text-sound-ink" />}
        </span>
        <span className="text-xs text-ink-3">{vendorName}</span>
        <span className="min-w-0 truncate text-xs text-ink-2 max-sm:col-span-2">{describeVoice(voice)}</span>
        <span className="max-w-56 truncate text-end text-xs text-ink-3 max-sm:col-span-2 max-sm:text-start">
          {languagesInWords(voice.languages)}
        </span>
      </button>
    </li>
  );
});
