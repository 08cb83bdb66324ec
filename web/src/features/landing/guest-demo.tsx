import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { GUEST_TEXT_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import { countChars, findTextFault } from '../../../../worker/contract/text.ts';
import { guestQuery, voicesQuery } from '../../api/queries.ts';
import { textFaultInWords } from '../../api/text-fault-words.ts';
import type { SpeechParams } from '../../api/wire.ts';
import { ENVELOPE_HZ } from '../../audio/envelope.ts';
import { useLevelAgo } from '../../audio/use-level-ago.ts';
import { usePlayback } from '../../audio/use-playback.ts';
import { formatClock, formatLanguage } from '../../format.ts';
import { activeLocale } from '../../i18n/active-locale.ts';
import { cx } from '../../ui/cx.ts';
import { EchoField } from '../../ui/echo-field.tsx';
import { PlayButton } from '../../ui/play-button.tsx';
import { Scrubber } from '../../ui/player.tsx';
import { Select } from '../../ui/select.tsx';
import { languageOptions, voiceOrFirst } from '../voices/voice-names.ts';
import { VoicePicker } from '../voices/voice-picker.tsx';
import { GuestNote } from './guest-note.tsx';
import { SENTENCES } from './sentences.ts';
import { speechKey, useGuestSpeech } from './use-guest-speech.ts';

// Only a guess, for the width of the waveform until the last byte is here.
const CHARS_PER_SECOND = 14;

const isUntouched = (text: string): boolean => Object.values(SENTENCES).includes(text);

// The sentence is set as large as its length allows; the box itself never changes its height.
const sizeFor = (chars: number): string => {
  if (chars <= 46) return 'text-[clamp(2.5rem,7vw,5rem)] leading-[1.08] tracking-[-0.03em] text-balance';
  if (chars <= 100) return 'text-[clamp(1.75rem,4.2vw,3.375rem)] leading-[1.13] tracking-[-0.024em] text-balance';
  if (chars <= 160) return 'text-[clamp(1.5rem,3.1vw,2.5rem)] leading-[1.18] tracking-[-0.018em]';
  if (chars <= 300) return 'text-[clamp(1.125rem,2.1vw,1.75rem)] leading-[1.3] tracking-[-0.012em]';
  return 'text-[clamp(1rem,1.5vw,1.25rem)] leading-[1.45] tracking-[-0.006em]';
};

/** The visitor's own sentence is the headline of the page; under it the source, and rings around that. */
export const GuestDemo = () => {
  const { t } = useLingui();
  const voices = useQuery(voicesQuery);
  const guest = useQuery(guestQuery);
  const locale = activeLocale();
  const [text, setText] = useState(SENTENCES[locale] ?? '');
  const [language, setLanguage] = useState<string>(locale);
  const [followed, setFollowed] = useState(locale);
  const [voiceId, setVoiceId] = useState<string>();
  const { speech, speak } = useGuestSpeech();
  const playback = usePlayback(speech.src);
  const levelAgo = useLevelAgo(playback, speech.envelope);
  const source = useRef<HTMLButtonElement>(null);
  const textId = useId();
  const noteId = useId();

  const voice = voices.data && voiceOrFirst(voices.data, { voiceId, language });
  const chars = countChars(text);
  const fault = findTextFault(text, GUEST_TEXT_MAX_CHARS);
  const params: SpeechParams = { text, language, ...(voice ? { voiceId: voice.id } : {}) };
  const isSpoken = speech.spokenKey === speechKey(params) && speech.status !== 'failed';
  const busy = speech.status === 'asking';
  // What was said before does not stand under words that it does not say, unless it can still be heard.
  const isShown = isSpoken || playback.playing;

  const press = () => {
    if (isSpoken && speech.src !== '') return playback.toggle();
    if (fault === undefined) void speak(params);
  };
  const { play } = playback;
  useEffect(() => {
    if (speech.src !== '') play();
  }, [speech.src, play]);

  const pickLanguage = (code: string) => {
    if (isUntouched(text)) setText(SENTENCES[code] ?? text);
    setLanguage(code);
  };

  // The demo speaks the language of the page, as long as the words are still ours.
  if (followed !== locale) {
    setFollowed(locale);
    if (isUntouched(text)) pickLanguage(locale);
  }

  const arrived = (speech.envelope?.length ?? 0) / ENVELOPE_HZ;
  const estimate = chars / CHARS_PER_SECOND;
  const total = isShown ? (playback.duration ?? Math.max(estimate, arrived)) : estimate;
  const heard = isShown ? playback.seconds : 0;

  return (
    <>
      <EchoField
        sourceRef={source}
        levelAgo={levelAgo}
        playing={playback.playing}
        className="pointer-events-none absolute inset-0 -z-10 size-full"
      />
      {/* biome-ignore lint/a11y/useMediaCaption: the sentence that is spoken stands right above */}
      <audio ref={playback.ref} src={speech.src === '' ? undefined : speech.src} preload="auto" />
      <div className="grid gap-1.5">
        <div className="flex items-baseline justify-between gap-4 text-sm text-ink-3">
          <label htmlFor={textId}>
            <Trans>Your sentence</Trans>
          </label>
          <span className={cx(chars > GUEST_TEXT_MAX_CHARS && 'font-semibold text-danger')}>
            {chars} / {GUEST_TEXT_MAX_CHARS}
          </span>
        </div>
        <textarea
          id={textId}
          dir="auto"
          value={text}
          spellCheck={false}
          placeholder={t`Write anything. It will be read to you.`}
          aria-describedby={noteId}
          aria-invalid={chars > GUEST_TEXT_MAX_CHARS || undefined}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            press();
          }}
          className={cx(
            'h-[11rem] w-full resize-none overflow-y-auto border-b border-line-strong bg-transparent pb-4 font-[560] text-ink caret-sound sm:h-[12.75rem]',
            'transition-colors hover:border-ink focus-visible:border-sound-ink focus-visible:shadow-[0_1px_0_0_var(--oz-sound-ink)] focus-visible:outline-none aria-invalid:border-danger',
            sizeFor(chars),
          )}
        />
      </div>

      <div className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-5 gap-y-4 sm:gap-x-7">
        <PlayButton
          buttonRef={source}
          size="lg"
          playing={playback.playing}
          waiting={busy || (playback.playing && playback.starved)}
          disabled={busy || (fault !== undefined && !isSpoken)}
          what={t`your sentence`}
          onToggle={press}
        />
        <div className="grid min-w-0 gap-1.5">
          <Scrubber
            playback={playback}
            envelope={isShown ? speech.envelope : undefined}
            totalSeconds={total}
            label={t`Position in your sentence`}
            disabled={speech.src === '' || !isShown}
            className="h-14"
          />
          <div dir="ltr" className="flex justify-between text-xs text-ink-3">
            <span>{formatClock(heard)}</span>
            <span>{formatClock(total)}</span>
          </div>
        </div>
      </div>

      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <VoicePicker
          list={voices.data}
          voice={voice}
          language={language}
          onPick={({ id }) => setVoiceId(id)}
          className="w-[min(13rem,calc(42%-0.375rem))]"
        />
        <Select
          aria-label={t`Language`}
          disabled={voices.data === undefined}
          options={
            voices.data
              ? languageOptions(voices.data)
              : [{ value: language, label: formatLanguage(language) ?? language }]
          }
          value={language}
          onValueChange={pickLanguage}
          className="w-[min(13rem,calc(58%-0.375rem))]"
        />
        <GuestNote
          id={noteId}
          allowance={guest.data}
          error={speech.error}
          voicesError={voices.error}
          fault={chars === 0 || isSpoken || fault === undefined ? undefined : textFaultInWords(fault)}
          status={speech.status}
        />
      </div>
    </>
  );
};
