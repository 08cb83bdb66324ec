import { Trans, useLingui } from '@lingui/react/macro';
import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import { sampleUrlOf } from '../../api/client.ts';
import type { Voice, VoiceList } from '../../api/wire.ts';
import { usePlayback } from '../../audio/use-playback.ts';
import { cx } from '../../ui/cx.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { controlClass } from '../../ui/field.tsx';
import { PlayButton } from '../../ui/play-button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { languageNameIn, voicesFor } from './voice-names.ts';
import { describeVoice, genderInWords } from './voice-words.ts';

type VoicePickerProps = {
  list: VoiceList | undefined;
  voice: Voice | undefined;
  language: string;
  onPick: (voice: Voice) => void;
  className?: string;
};

/** Says who speaks, and opens the list where each voice can be heard in the chosen language. */
export const VoicePicker = ({ list, voice, language, onPick, className }: VoicePickerProps) => {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const languageName = list ? languageNameIn(list, language) : '';
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        disabled={list === undefined}
        onClick={() => setOpen(true)}
        className={cx(
          'inline-flex h-10 touch:h-11 min-w-0 items-center gap-2.5 ps-3 pe-3 text-start text-sm',
          controlClass,
          className,
        )}
      >
        <span className="sr-only">
          <Trans>Voice:</Trans>
        </span>
        {voice ? <span className="grow truncate">{voice.name}</span> : <Skeleton className="h-3.5 w-20" />}
        <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
      </button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t`Choose a voice`}
        description={t`Samples play in ${languageName}.`}
        size="md"
      >
        {list && (
          <VoiceChoices
            voices={voicesFor(list, language)}
            chosen={voice?.id}
            language={language}
            onPick={(picked) => {
              onPick(picked);
              setOpen(false);
            }}
          />
        )}
      </Dialog>
    </>
  );
};

type VoiceChoicesProps = {
  voices: readonly Voice[];
  chosen: string | undefined;
  language: string;
  onPick: (voice: Voice) => void;
};

/** The list itself. One audio element serves all rows, so a second sample replaces the first. */
export const VoiceChoices = ({ voices, chosen, language, onPick }: VoiceChoicesProps) => {
  const { t } = useLingui();
  const [heard, setHeard] = useState<string>();
  const labelId = useId();
  const src = voices.find((voice) => voice.id === heard)?.sampleUrl;
  const playback = usePlayback(src ?? '');
  const hear = (voice: Voice) => {
    if (voice.id === heard && !playback.failed) return playback.toggle();
    setHeard(voice.id);
    const audio = playback.ref.current;
    if (!audio) return;
    audio.src = sampleUrlOf(voice.sampleUrl, language);
    playback.play();
  };
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: a sample says its voice's name, which stands beside it */}
      <audio ref={playback.ref} preload="none" />
      <ul aria-labelledby={labelId} className="-mx-2 grid gap-x-3 sm:grid-cols-2">
        {voices.map((voice) => {
          const isHeard = voice.id === heard;
          const isChosen = voice.id === chosen;
          const voiceName = voice.name;
          return (
            <li key={voice.id} className={cx('flex items-center gap-3 rounded-sm p-2', isChosen && 'bg-sound-wash')}>
              <PlayButton
                size="sm"
                tone={isHeard && playback.playing ? 'sound' : 'line'}
                playing={isHeard && playback.playing}
                waiting={isHeard && playback.starved}
                what={t`sample of ${voiceName}`}
                onToggle={() => hear(voice)}
              />
              <button
                type="button"
                aria-pressed={isChosen}
                onClick={() => onPick(voice)}
                className="grid min-w-0 grow content-center rounded-xs text-start touch:min-h-11 hover:[&_.name]:underline"
              >
                <span className="flex items-baseline gap-2">
                  <span className="name truncate text-sm font-semibold underline-offset-4">{voice.name}</span>
                  <span className="text-xs text-ink-3">{genderInWords(voice.gender)}</span>
                </span>
                <span className="text-xs text-ink-2">{describeVoice(voice)}</span>
              </button>
            </li>
          );
        })}
      </ul>
      <p id={labelId} role="status" className="mt-3 min-h-4 text-xs text-ink-3">
        {playback.failed
          ? t`That sample could not be played.`
          : t`Pick a name to use it, or press its circle to hear it.`}
      </p>
    </>
  );
};
